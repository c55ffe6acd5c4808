-- The materialized views whose sources a commit changed, directly or through other views, in an order
-- in which each comes after those it reads.

create or replace function pggit.affected_views(ref text default 'HEAD')
returns table (name text, "position" int)
language sql
stable
set search_path = pg_catalog, pg_temp
as $pggit$
  with recursive changed as (
    select distinct l.objid, l.classid
    from pggit.changes c
    join pggit.live_objects l on l.object_id = c.object_id
    where c.commit_id = pggit._resolve_ref(affected_views.ref)
  ),
  edges as (
    select distinct w.ev_class as reader, d.refclassid as classid, d.refobjid as objid
    from pg_rewrite w
    join pg_depend d on d.classid = 'pg_rewrite'::regclass and d.objid = w.oid
    where d.refobjid <> w.ev_class
      and d.refclassid in ('pg_class'::regclass, 'pg_proc'::regclass, 'pg_type'::regclass)
  ),
  reached (objid, depth) as (
    select c.objid, 0
    from changed c join pg_class v on v.oid = c.objid and v.relkind = 'm'
    where c.classid = 'pg_class'::regclass
    union
    select e.reader, 1
    from changed c join edges e on e.objid = c.objid and e.classid = c.classid
    union
    select e.reader, r.depth + 1
    from reached r join edges e on e.objid = r.objid and e.classid = 'pg_class'::regclass
  )
  select pggit._relation_identity(v.oid), (row_number() over (order by max(r.depth), v.oid))::int
  from reached r
  join pg_class v on v.oid = r.objid and v.relkind = 'm'
  join pggit.user_schemas s on s.oid = v.relnamespace
  group by v.oid
  order by 2
$pggit$;

comment on function pggit.affected_views(text) is
  'Materialized views whose sources a commit changed, directly or through other views, in the order to refresh them.';
