-- Takes the changes of the running transaction out of the journal where they come to nothing and belong to no
-- migration: whether it did. They are in no commit that anybody has seen, and what is known of their objects
-- is what it was. A function that was dropped and made again keeps its changes: it has lost its version.

create or replace function pggit._forget_idle_changes(p_changes bigint[])
returns boolean
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
set enable_seqscan = off
as $pggit$
begin
  if exists (
      select from pggit.changes c where c.change_id = any (p_changes) and c.link_id is not null)
    or exists (
      select from pggit.changes c
      join pggit.live_objects l on l.object_id = c.object_id
      where c.change_id = any (p_changes) and c.change = 'removed'
        and c.kind in ('function', 'procedure', 'aggregate'))
    or pggit._describe_net_changes(p_changes) <> 'no object changed'
  then
    return false;
  end if;
  with gone as (
    delete from pggit.changes c where c.change_id = any (p_changes) returning c.object_id
  )
  update pggit.live_objects l
  set change_id = coalesce((
    select max(c.change_id) from pggit.changes c
    where c.object_id = l.object_id and c.change_id <> all (p_changes)), l.change_id)
  where l.object_id in (select g.object_id from gone g);
  delete from pggit.function_versions v
  where v.change_id = any (p_changes)
    and not exists (select from pggit.live_objects l where l.object_id = v.object_id);
  return true;
end
$pggit$;

comment on function pggit._forget_idle_changes(bigint[]) is
  'Takes changes that come to nothing out of the journal; false where they do not.';
