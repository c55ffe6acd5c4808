-- An event that names an extension says nothing of the ones that CREATE EXTENSION ... CASCADE made with
-- it, nor of an object that ALTER EXTENSION ... ADD or DROP makes a member or lets go. The former are its
-- dependencies. The latter leaves no other trace when it goes, but either command holds a lock on it
-- until the transaction ends, in a mode that few commands take.

create or replace function pggit._expand_extensions(
  p_transaction_id xid8,
  inout p_classids oid[],
  inout p_objids oid[]
)
language plpgsql
stable
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan
as $pggit$
begin
  with recursive required (oid) as (
    select u.objid from unnest(p_classids, p_objids) as u (classid, objid)
    where u.classid = 'pg_extension'::regclass
    union
    select d.refobjid
    from required r
    join pg_depend d on d.classid = 'pg_extension'::regclass and d.objid = r.oid
      and d.refclassid = 'pg_extension'::regclass
  )
  select array_agg(a.classid), array_agg(a.objid) into p_classids, p_objids
  from (
    select u.classid, u.objid from unnest(p_classids, p_objids) as u (classid, objid)
    union
    select 'pg_extension'::regclass, r.oid from required r
    union
    select
      case k.locktype when 'object' then k.classid else 'pg_class'::regclass end,
      case k.locktype when 'object' then k.objid else k.relation end
    from pg_locks k
    where k.pid = pg_backend_pid()
      and k.mode = 'ShareUpdateExclusiveLock'
      and k.locktype in ('object', 'relation')
      and k.database = (select d.oid from pg_database d where d.datname = current_database())
      and exists (
        select from pggit.dirty_objects m
        where m.transaction_id = p_transaction_id and m.flush = pggit._current_flush()
          and m.command_tag = 'ALTER EXTENSION')
  ) a;
end
$pggit$;

comment on function pggit._expand_extensions(xid8, oid[], oid[]) is
  'Adds the extensions that marked ones require, and objects that became members or ceased to be ones.';
