-- The materialized views whose sources a commit changed, directly or through other views, in an order
-- in which each comes after those it reads.

create or replace function pggit.affected_views(ref text default 'HEAD')
returns table (name text, "position" int)
language sql
stable
set search_path = pg_catalog, pg_temp
set quote_all_identifiers = off
as $pggit$
  with recursive steps as materialized (
    select c.object_id, c.kind, c.old_blob
    from pggit.changes c
    where c.commit_id = pggit._resolve_ref(affected_views.ref)
  ),
  changed as (
    select l.objid, l.classid
    from steps c
    join pggit.live_objects l on l.object_id = c.object_id
    union
    -- What a partition that is dropped or detached held is gone from the table it was a part of.
    select l.objid, l.classid
    from steps c
    cross join lateral pggit._definition_of(c.old_blob) as d (before)
    cross join lateral (
      select d.before #>> '{partition_of,table}'
      union all
      select jsonb_array_elements_text(d.before -> 'inherits')) as p (identity)
    join pggit.live_objects l on l.identity = p.identity and l.classid = 'pg_class'::regclass
    where c.kind in ('table', 'foreign table')
  ),
  edges as materialized (
    select e.reader_classid, e.reader_objid, e.classid, e.objid from pggit._readers() e
  ),
  reached (classid, objid) as (
    select c.classid, c.objid from changed c
    union
    select e.reader_classid, e.reader_objid
    from reached r
    join edges e on e.objid = r.objid and e.classid = r.classid
  ),
  -- What each of them reads, directly or not. Who reads more comes later: that is an order in which
  -- everything is read after it was refreshed, and a cycle through a function cannot make it endless.
  sources (classid, objid, source_classid, source_objid) as (
    select e.reader_classid, e.reader_objid, e.classid, e.objid
    from reached r
    join edges e on e.objid = r.objid and e.classid = r.classid
    union
    select e.reader_classid, e.reader_objid, s.source_classid, s.source_objid
    from sources s
    join edges e on e.objid = s.objid and e.classid = s.classid
  )
  select pggit._relation_identity(v.oid),
    (row_number() over (order by (
      select count(*) from sources s
      where s.objid = v.oid and s.classid = 'pg_class'::regclass), v.oid))::int
  from reached r
  join pg_class v on v.oid = r.objid and r.classid = 'pg_class'::regclass and v.relkind = 'm'
  join pggit.user_schemas s on s.oid = v.relnamespace
  order by 2
$pggit$;

comment on function pggit.affected_views(text) is
'Materialized views that a commit changed, and those whose sources it changed, directly or through
other views. It looks at definitions, not at rows, and the views are those of the database as it is
now.

- `name`: with its schema, quoted where needed.
- `position`: from 1, in the order in which to refresh them, each after those it reads.';
