-- The columns of one relation: {columns: {name: attributes}, column_order: [name, ...]}. What equals
-- its type's default (collation, storage) or is off is left out, so that equal columns are equal
-- text. Attribute numbers are left out too: a table that lost a column on its way here and one that
-- never had it are the same table.

create or replace function pggit._relation_columns(p_relation oid, p_relkind "char")
returns table (columns jsonb, column_order jsonb, column_names text[])
language plpgsql
stable
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan
as $pggit$
begin
  return query
  select
    jsonb_object_agg(a.attname, jsonb_strip_nulls(jsonb_build_object(
      'type', format_type(a.atttypid, a.atttypmod),
      'collation', case when a.attcollation <> t.typcollation then
        a.attcollation::regcollation::text end,
      'not_null', nullif(a.attnotnull and p_relkind in ('r', 'p', 'f'), false),
      'default', case when a.atthasdef and a.attgenerated = '' then pg_get_expr(d.adbin, d.adrelid) end,
      'generated', case when a.attgenerated <> '' then jsonb_build_object(
        'expression', pg_get_expr(d.adbin, d.adrelid),
        'kind', case a.attgenerated when 's' then 'stored' else 'virtual' end) end,
      'identity', case a.attidentity when 'a' then 'always' when 'd' then 'by default' end,
      'storage', case when a.attstorage <> t.typstorage and p_relkind in ('r', 'p', 'm', 'f') then
        case a.attstorage when 'p' then 'plain' when 'e' then 'external'
          when 'm' then 'main' else 'extended' end end,
      'compression', case a.attcompression when 'p' then 'pglz' when 'l' then 'lz4' end,
      'statistics_target', nullif(a.attstattarget, -1),
      'options', case when a.attoptions is not null then pggit._options(a.attoptions) end,
      'foreign_options', case when a.attfdwoptions is not null then
        pggit._options(a.attfdwoptions) end,
      'inherited', nullif(a.attinhcount > 0 and not a.attislocal, false),
      'privileges', case when a.attacl is not null then
        pggit._privileges(a.attacl, 'c', c.relowner) end,
      'comment', m.description
    ))) filter (where not a.attisdropped),
    jsonb_agg(a.attname order by a.attnum) filter (where not a.attisdropped),
    array_agg(case when not a.attisdropped then a.attname::text end order by a.attnum)
  from pg_attribute a
  join pg_class c on c.oid = a.attrelid
  left join pg_type t on t.oid = a.atttypid
  left join pg_attrdef d on a.atthasdef and d.adrelid = a.attrelid and d.adnum = a.attnum
  left join pg_description m
    on m.objoid = a.attrelid and m.classoid = 'pg_class'::regclass and m.objsubid = a.attnum
  where a.attrelid = p_relation
    and a.attnum > 0;
end
$pggit$;

comment on function pggit._relation_columns(oid, "char") is
  'The columns of a relation as {name: attributes}, their order, and their names by attribute number.';
