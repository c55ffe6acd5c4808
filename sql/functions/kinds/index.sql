-- Describes indexes, those behind constraints included (their name and storage are theirs alone).
-- Keys are structured: a column or expression with its collation, operator class and order. What few
-- indexes have is looked up only for those (_index_particulars).
-- enable_hashjoin as in _describe_table.

create or replace function pggit._describe_index(p_oids oid[])
returns setof pggit._description
language plpgsql
stable
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan
set enable_hashjoin = on
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
    || case when i.indisunique
         then jsonb '{"unique": true}' || case i.indnullsnotdistinct
           when true then jsonb '{"nulls_not_distinct": true}' else '{}' end
         else '{}' end
    || case when i.indisprimary then jsonb '{"constraint": "primary key"}'
         when i.indisunique or i.indisexclusion then coalesce((
           select jsonb_build_object(
             'constraint', case k.contype when 'u' then 'unique' else 'exclude' end)
           from pg_constraint k
           where k.conindid = c.oid and k.contype in ('u', 'x') and k.conrelid = i.indrelid
           limit 1), '{}')
         else '{}' end
    || case when i.indnatts > i.indnkeyatts or i.indpred is not null or c.reloptions is not null
           or c.reltablespace <> 0 or not i.indisvalid or c.relispartition or m.description is not null
           -- Not EXISTS, which the planner may answer by hashing the whole catalog.
           or (
             select true from pg_depend d
             where d.classid = 'pg_class'::regclass and d.objid = c.oid and d.deptype = 'x' limit 1)
         then pggit._index_particulars(c.oid) else '{}' end
  from pg_class c
  join pg_index i on i.indexrelid = c.oid
  join pg_class t on t.oid = i.indrelid and t.relkind in ('r', 'p', 'm') and t.relpersistence <> 't'
  join pggit.user_schemas s on s.oid = c.relnamespace
  left join pggit._index_keys(p_oids) ik on ik.index = c.oid
  left join pg_description m
    on m.objoid = c.oid and m.classoid = 'pg_class'::regclass and m.objsubid = 0
  where c.oid = any (p_oids);
end
$pggit$;

comment on function pggit._describe_index(oid[]) is
  'Describes the given indexes, key by key.';
