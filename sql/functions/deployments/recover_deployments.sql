-- Closes deployments whose owner is gone (killed, disconnected, crashed) as interrupted, with what
-- landed. One that somebody else is closing at this moment is left to them.
--
-- In manual mode what nobody has captured is the newest one's: the beginning of a deployment makes a commit
-- of what there was before it.

create or replace function pggit.recover_deployments()
returns table (deployment_id uuid, name text, commit_id uuid)
language plpgsql
volatile
security definer -- writes history, and sees other roles' sessions
set search_path = pg_catalog, pg_temp
as $pggit$
declare
  v_newest uuid;
  r record;
begin
  -- Links without a change, written by a transaction that ended after its deployment had.
  update pggit.external_migrations m set pggit_commit_id = d.commit_id
  from pggit.deployments d
  where m.pggit_commit_id is null and d.deployment_id = m.deployment_id and d.status <> 'open';
  select d.deployment_id into v_newest
  from pggit.deployments d
  where d.status = 'open'
    and d.deployment_id in (select o.deployment_id from pggit.orphaned_deployments() o)
  order by d.started_at desc
  limit 1
  for update skip locked;
  perform pggit._capture_interrupted(v_newest);
  for r in
    select d.deployment_id, d.name
    from pggit.deployments d
    where d.status = 'open'
      and d.deployment_id in (select o.deployment_id from pggit.orphaned_deployments() o)
    order by d.started_at
    for update skip locked
  loop
    deployment_id := r.deployment_id;
    name := r.name;
    commit_id := pggit._close_deployment(
      r.deployment_id, 'interrupted', 'the session that opened it is gone');
    return next;
  end loop;
end
$pggit$;

comment on function pggit.recover_deployments() is
'Closes deployments whose owner is gone as interrupted, with everything that landed. Returns one
row for each, in the order in which they began; `commit_id` is null where nothing had landed. One
that somebody else is closing at this moment is left to them.';
