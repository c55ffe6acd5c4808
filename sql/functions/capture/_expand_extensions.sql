-- An event that names an extension says nothing of the ones that CREATE EXTENSION ... CASCADE made with
-- it, nor of an object that ALTER EXTENSION ... ADD made a member: the former are its dependencies, the
-- latter has a dependency written by this (sub)transaction.

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
    select d.classid, d.objid
    from pggit.dirty_objects m
    join pg_depend d on d.refclassid = m.classid and d.refobjid = m.objid
      and d.deptype = 'e' and d.xmin = m.xmin
    where m.transaction_id = p_transaction_id and m.flush = pggit._current_flush()
      and m.command_tag = 'ALTER EXTENSION'
  ) a;
end
$pggit$;

comment on function pggit._expand_extensions(xid8, oid[], oid[]) is
  'Adds the extensions that marked ones require, and objects that became members in this transaction.';
