-- Whether an installation is at work on this engine: called by capture when the gate is closed
-- (packages/core/src/contention). Anybody may take an advisory lock, and must not stop the record of
-- others with it: who holds or awaits this one must hold the manifest, too, which takes rights on it.
--
-- `limit 1`: as in _mark_dropped_objects. Nothing catches an error in here.

create or replace function pggit._is_engine_changing()
returns boolean
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $pggit$
begin
  return exists (
    select
    from pg_locks g
    join pg_locks m on m.pid = g.pid and m.locktype = 'relation' and m.database = g.database
      and m.relation = to_regclass('pggit.manifest')
      and m.mode = 'RowExclusiveLock' and m.granted
    where g.locktype = 'advisory' and g.objsubid = 1 and g.mode = 'ExclusiveLock'
      and g.database = (select d.oid from pg_database d where d.datname = current_database() limit 1)
      and (g.classid::bigint << 32) + g.objid::bigint = 482771167606);
end
$pggit$;

comment on function pggit._is_engine_changing() is
  'Whether an installation is at work on this engine, so that nothing can be recorded.';
