-- Describes indexes, those behind constraints included (their name and storage are theirs alone).
-- Keys are structured: a column or expression with its collation, operator class and order; defaults
-- (the column's collation, the default operator class, ascending with nulls last) are left out. What few
-- keys have is built only for those, as in _relation_columns, and what few indexes have is looked up only
-- for those (_index_particulars).
--
-- An index that depends on an extension is looked for by its key while there are few indexes, and among
-- what depends on extensions when there are many. The operator class is looked up by key, not joined: the
-- planner would hash all of pg_opclass for the sake of one row.

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
    s.quoted_name || '.' || quote_ident(c.relname),
    i.indrelid,
    null::text[],
    jsonb_build_object(
      'format_version', 1,
      'table', i.indrelid::regclass::text,
      'method', am.amname,
      'keys', coalesce(k.keys, '[]'))
    || case
         when i.indisprimary and not i.indnullsnotdistinct
           then jsonb '{"unique": true, "constraint": "primary key"}'
         when i.indisunique or i.indisexclusion
           then case when i.indisunique then jsonb '{"unique": true}' else '{}' end
             || case when i.indnullsnotdistinct then jsonb '{"nulls_not_distinct": true}' else '{}' end
             || case when i.indisprimary then jsonb '{"constraint": "primary key"}' else coalesce((
                  select jsonb_build_object(
                    'constraint', case o.contype when 'u' then 'unique' else 'exclude' end)
                  from pg_constraint o
                  where o.conindid = c.oid and o.contype in ('u', 'x') and o.conrelid = i.indrelid
                  limit 1), '{}') end
         else '{}' end
    || case when i.indnatts > i.indnkeyatts or i.indpred is not null or c.reloptions is not null
           or c.reltablespace <> 0 or not i.indisvalid or c.relispartition or m.description is not null
           or case when cardinality(p_oids) < 50
             -- Not EXISTS, which the planner may answer by hashing the whole catalog.
             then (
               select true from pg_depend d
               where d.classid = 'pg_class'::regclass and d.objid = c.oid and d.deptype = 'x' limit 1)
             else c.oid in (
               select d.objid from pg_depend d
               where d.refclassid = 'pg_extension'::regclass and d.classid = 'pg_class'::regclass
                 and d.deptype = 'x') end
         then pggit._index_particulars(c.oid) else '{}' end
  from pg_class c
  join pg_index i on i.indexrelid = c.oid
  join pggit.user_schemas s on s.oid = c.relnamespace
  left join pg_am am on am.oid = c.relam
  left join pg_description m
    on m.objoid = c.oid and m.classoid = 'pg_class'::regclass and m.objsubid = 0
  cross join lateral (
    select jsonb_agg(
      case when a.attname is null
        then jsonb_build_object('expression', pg_get_indexdef(i.indexrelid, e.attnum, false))
        else jsonb_object(array['column', a.attname::text]) end
      || case when i.indoption[e.attnum - 1] <> 0 or o.operator_class is not null
             or e.attoptions is not null or e.attstattarget <> -1
             or i.indcollation[e.attnum - 1] not in (0, o.collation)
           then jsonb_strip_nulls(jsonb_build_object(
             'collation', case when i.indcollation[e.attnum - 1] not in (0, o.collation) then
               i.indcollation[e.attnum - 1]::regcollation::text end,
             'operator_class', o.operator_class,
             'operator_class_options', pggit._options(e.attoptions),
             'order', case when i.indoption[e.attnum - 1] & 1 = 1 then 'desc' end,
             'nulls', case i.indoption[e.attnum - 1] & 3 when 1 then 'last' when 2 then 'first' end,
             'statistics_target', nullif(e.attstattarget, -1)))
           else '{}' end
      order by e.attnum) as keys
    from pg_attribute e
    left join pg_attribute a
      on a.attrelid = i.indrelid and a.attnum = nullif(i.indkey[e.attnum - 1], 0)
    cross join lateral (
      select
        -- An expression has no column whose collation would be its default: its type's is.
        coalesce(a.attcollation, (select y.typcollation from pg_type y where y.oid = e.atttypid))
          as collation,
        (select format('%s.%I', o.opcnamespace::regnamespace, o.opcname) from pg_opclass o
         where o.oid = i.indclass[e.attnum - 1] and not o.opcdefault) as operator_class
    ) o
    where e.attrelid = i.indexrelid and e.attnum between 1 and i.indnkeyatts
  ) k
  where c.oid = any (p_oids)
    and c.relpersistence <> 't';
end
$pggit$;

comment on function pggit._describe_index(oid[]) is
  'Describes the given indexes, key by key.';
