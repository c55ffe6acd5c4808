-- The columns of relations: {name: attributes}, the order of the names, and the names by attribute
-- number. What equals its type's default (collation, storage) or is off is left out, so that equal
-- columns are equal text. Attribute numbers are left out too: a table that lost a column on its way here
-- and one that never had it are the same table.
--
-- A null costs jsonb_build_object as much as a value, and then jsonb_strip_nulls: what few columns have
-- is built only for those.
--
-- Everything is looked up by key. The planner, who expects few relations, would otherwise read all of
-- pg_type or pg_description to merge or hash it. Nothing is found under a null: a type is looked up
-- only for columns that can differ from it in storage (those of no fixed length) or collation, comments
-- only where the relation has one on a column. A default refers to no column: without a relation
-- pg_get_expr need not open one, which takes a lock on it and most of the time.

create or replace function pggit._relation_columns(p_relations oid[])
returns table (relation oid, columns jsonb, column_order jsonb, column_names text[])
language plpgsql
stable
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan
as $pggit$
begin
  return query
  select c.oid, r.columns, to_jsonb(array_remove(r.column_names, null)), r.column_names
  from (
    select k.oid, k.relkind, k.relowner, (
      select true from pg_description m
      where m.objoid = k.oid and m.classoid = 'pg_class'::regclass and m.objsubid > 0
      limit 1) as has_comments
    from pg_class k
    where k.oid = any (p_relations)
    offset 0
  ) c
  cross join lateral (
    select
      jsonb_object_agg(a.attname,
        jsonb_object(case
          when a.atthasdef and a.attgenerated = ''
            then array['type', format_type(a.atttypid, a.atttypmod), 'default', (
              select pg_get_expr(d.adbin, 0)
              from pg_attrdef d where d.adrelid = a.attrelid and d.adnum = a.attnum)]
          else array['type', format_type(a.atttypid, a.atttypmod)] end)
        || case when a.attnotnull and c.relkind in ('r', 'p', 'f')
             then jsonb '{"not_null": true}' else '{}' end
        || case when a.attgenerated <> '' then coalesce((
             select jsonb_build_object('generated', jsonb_build_object(
               'expression', pg_get_expr(d.adbin, d.adrelid),
               'kind', case a.attgenerated when 's' then 'stored' else 'virtual' end))
             from pg_attrdef d where d.adrelid = a.attrelid and d.adnum = a.attnum), '{}')
           else '{}' end
        || case when m.description is not null or a.attidentity <> '' or a.attacl is not null
               or a.attinhcount > 0 or a.attcollation <> t.typcollation
               or a.attstorage <> t.typstorage or a.attcompression <> '' or a.attstattarget <> -1
               or a.attoptions is not null or a.attfdwoptions is not null
             then jsonb_strip_nulls(jsonb_build_object(
               'collation', case when a.attcollation <> t.typcollation then
                 a.attcollation::regcollation::text end,
               'identity', case a.attidentity when 'a' then 'always' when 'd' then 'by default' end,
               'storage', case when a.attstorage <> t.typstorage
                   and c.relkind in ('r', 'p', 'm', 'f') then
                 case a.attstorage when 'p' then 'plain' when 'e' then 'external'
                   when 'm' then 'main' else 'extended' end end,
               'compression', case a.attcompression when 'p' then 'pglz' when 'l' then 'lz4' end,
               'statistics_target', nullif(a.attstattarget, -1),
               'options', pggit._options(a.attoptions),
               'foreign_options', pggit._options(a.attfdwoptions),
               'inherited', nullif(a.attinhcount > 0 and not a.attislocal, false),
               'privileges', pggit._privileges(a.attacl, 'c', c.relowner),
               'comment', m.description))
             else '{}' end
      ) filter (where not a.attisdropped) as columns,
      array_agg(case when not a.attisdropped then a.attname::text end order by a.attnum)
        as column_names
    from pg_attribute a
    left join pg_type t
      on t.oid = case when a.attlen = -1 or a.attcollation <> 0 then a.atttypid end
    left join pg_description m
      on m.objoid = case when c.has_comments then a.attrelid end
      and m.classoid = 'pg_class'::regclass and m.objsubid = a.attnum
    where a.attrelid = c.oid
      and a.attnum > 0
  ) r;
end
$pggit$;

comment on function pggit._relation_columns(oid[]) is
  'The columns of relations as {name: attributes}, their order, and their names by attribute number.';
