-- Describes indexes, those behind constraints included (their name and storage are theirs alone).
-- Keys are structured: a column or expression with its collation, operator class and order. What few
-- indexes have is built only for those, as in _relation_columns.

create or replace function pggit._describe_index(p_oids oid[])
returns setof pggit._description
language plpgsql
stable
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan
as $pggit$
begin
  return query
  select
    'index',
    'pg_class'::regclass::oid,
    c.oid,
    s.name::text,
    format('%s.%I', s.quoted_name, c.relname),
    i.indrelid,
    null::text[],
    jsonb_build_object(
      'format_version', 1,
      'table', i.indrelid::regclass::text,
      'method', (select am.amname from pg_am am where am.oid = c.relam),
      'keys', coalesce(ik.keys, '[]'))
    || case when i.indisunique or i.indisexclusion
         then jsonb_strip_nulls(jsonb_build_object(
           'unique', nullif(i.indisunique, false),
           'nulls_not_distinct', nullif(i.indnullsnotdistinct, false),
           'constraint', (
             select case k.contype when 'p' then 'primary key' when 'u' then 'unique' else 'exclude' end
             from pg_constraint k
             where k.conindid = c.oid and k.contype in ('p', 'u', 'x') and k.conrelid = i.indrelid
             limit 1)))
         else '{}' end
    || case when i.indnatts > i.indnkeyatts or i.indpred is not null or c.reloptions is not null
           or c.reltablespace <> 0 or not i.indisvalid or c.relispartition or m.description is not null
           or x.depends_on_extensions is not null
         then jsonb_strip_nulls(jsonb_build_object(
           'include', case when i.indnatts > i.indnkeyatts then (
             select jsonb_agg(a.attname order by k.n)
             from generate_series(i.indnkeyatts, i.indnatts - 1) as k (n)
             join pg_attribute a on a.attrelid = i.indrelid and a.attnum = i.indkey[k.n]) end,
           'predicate', pg_get_expr(i.indpred, i.indrelid),
           'options', pggit._options(c.reloptions),
           'tablespace', (select ts.spcname from pg_tablespace ts where ts.oid = c.reltablespace),
           'invalid', nullif(not i.indisvalid, false),
           'index_of', case when c.relispartition then (
             select h.inhparent::regclass::text from pg_inherits h where h.inhrelid = c.oid) end,
           'depends_on_extensions', x.depends_on_extensions,
           'comment', m.description))
         else '{}' end
  from pg_class c
  join pg_index i on i.indexrelid = c.oid
  join pg_class t on t.oid = i.indrelid and t.relkind in ('r', 'p', 'm') and t.relpersistence <> 't'
  join pggit.user_schemas s on s.oid = c.relnamespace
  left join pggit._index_keys(p_oids) ik on ik.index = c.oid
  left join pg_description m
    on m.objoid = c.oid and m.classoid = 'pg_class'::regclass and m.objsubid = 0
  cross join lateral (
    select (
      select jsonb_agg(e.extname order by e.extname)
      from pg_depend d
      join pg_extension e on e.oid = d.refobjid
      where d.classid = 'pg_class'::regclass and d.objid = c.oid
        and d.refclassid = 'pg_extension'::regclass and d.deptype = 'x') as depends_on_extensions
    offset 0
  ) x
  where c.oid = any (p_oids);
end
$pggit$;

comment on function pggit._describe_index(oid[]) is
  'Describes the given indexes, key by key.';
