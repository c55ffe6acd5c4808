-- The known objects that described ones at new addresses continue: one of the same kind and name that
-- is not described elsewhere (dropped and created again), or an index rebuilt under another oid and
-- renamed since, which its table and definition give away. {position among the described: object_id}

create or replace function pggit._continued_objects(p_described pggit._description[])
returns jsonb
language plpgsql
stable
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan
as $pggit$
begin
  return (
    with described as materialized (
      select d.* from unnest(p_described) with ordinality as d
        (kind, classid, objid, schema_name, identity, parent_objid, column_names, definition, n)
      where d.definition is not null
    ),
    unknown as (
      select d.* from described d
      where not exists (
        select from pggit.live_objects l
        where l.objid = d.objid and l.classid = d.classid and l.kind = d.kind)
    ),
    named as (
      select distinct on (d.n) d.n, l.object_id
      from unknown d
      join pggit.live_objects l on l.kind = d.kind and l.identity = d.identity
      -- NOT IN, because its list is hashed whatever its length is taken for.
      where (l.objid, l.classid) not in (select e.objid, e.classid from described e)
    ),
    continued as (
      select distinct on (c.object_id) c.n, c.object_id
      from (
        select m.n, m.object_id from named m
        union all
        select d.n, l.object_id
        from unknown d
        join pggit.live_objects l on l.parent_objid = d.parent_objid and l.kind = 'index'
          and l.blob = pggit._blob_hash(d.kind, d.definition)
        where d.kind = 'index'
          and d.n not in (select m.n from named m)
          and l.object_id not in (select m.object_id from named m)
          and not exists (select from pg_class c where c.oid = l.objid)
      ) c
      order by c.object_id, c.n
    )
    select coalesce(jsonb_object_agg(c.n, c.object_id), '{}') from continued c
  );
end
$pggit$;

comment on function pggit._continued_objects(pggit._description[]) is
  'The known objects that described ones at new addresses continue, by position.';
