-- The relations that marked parts of theirs mean: a trigger on a partitioned table, a type or constraint,
-- a default, the rule that makes a table a view.

create or replace function pggit._relations_of_parts(p_classids oid[], p_objids oid[])
returns setof oid
language plpgsql
stable
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan
as $pggit$
begin
  return query
  select r.oid
  from unnest(p_classids, p_objids) as u (classid, objid)
  cross join lateral (
    -- Partitions have copies of their parent's triggers.
    select c.oid
    from pg_class c
    where u.classid = 'pg_trigger'::regclass and (c.relkind = 'p' or c.relispartition)
      and c.oid in (
        select t.tgrelid from pg_trigger t where t.oid = u.objid
        union all
        select l.parent_objid from pggit.live_objects l
        where l.objid = u.objid and l.classid = u.classid)
    union all
    select t.typrelid from pg_type t
    where u.classid = 'pg_type'::regclass and t.oid = u.objid and t.typrelid <> 0
    union all
    -- Tables of a composite type follow it. Of no other type are there any, and the columns of another
    -- one may be many.
    select d.objid from pg_depend d
    where d.refclassid = 'pg_type'::regclass
      and d.refobjid = case u.classid
        when 'pg_type'::regclass then (
          select t.oid from pg_type t where t.oid = u.objid and t.typtype = 'c')
        when 'pg_class'::regclass then (
          select c.reltype from pg_class c where c.oid = u.objid and c.relkind = 'c') end
      and d.classid = 'pg_class'::regclass and d.objsubid = 0
    union all
    -- A rule that makes a table a view, as servers before 16 let it.
    select w.ev_class from pg_rewrite w
    where u.classid = 'pg_rewrite'::regclass and w.oid = u.objid and w.rulename = '_RETURN'
    union all
    select k.conrelid from pg_constraint k
    where u.classid = 'pg_constraint'::regclass and k.oid = u.objid and k.conrelid <> 0
    union all
    select d.adrelid from pg_attrdef d where u.classid = 'pg_attrdef'::regclass and d.oid = u.objid
  ) r (oid);
end
$pggit$;

comment on function pggit._relations_of_parts(oid[], oid[]) is
  'The relations that marked parts of theirs mean.';
