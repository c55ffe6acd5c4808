-- The open deployments whose owner is gone and does not come back: one that was lost with the whole server
-- gets some seconds (_may_come_back).

create or replace function pggit.orphaned_deployments()
returns table (deployment_id uuid, name text, opened_by text, started_at timestamptz)
language sql
stable
security definer -- sees other roles' sessions
set search_path = pg_catalog, pg_temp
as $pggit$
  select d.deployment_id, d.name, d.opened_by, d.started_at
  from pggit._ownerless_deployments() d
  where not pggit._may_come_back(coalesce(d.backend_start, d.started_at))
  order by d.started_at
$pggit$;

comment on function pggit.orphaned_deployments() is
'Open deployments whose owner is gone (killed, disconnected, crashed), oldest first.
pggit.recover_deployments() closes them, pggit.join_deployment() takes one over. One that was lost
when the server restarted has five seconds to come back before it is listed.

- `opened_by`: the login role of the session that opened it.';
