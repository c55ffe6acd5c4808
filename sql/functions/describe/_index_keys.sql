-- The keys of indexes, in order; defaults (the column's collation, the default operator class, ascending
-- with nulls last) are left out. What few keys have is built only for those, as in _relation_columns.
-- The operator class is looked up by key, not joined: the planner would hash all of pg_opclass for the
-- sake of one row.

create or replace function pggit._index_keys(p_indexes oid[])
returns table (index oid, keys jsonb)
language plpgsql
stable
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan
as $pggit$
begin
  return query
  select
    k.indexrelid,
    jsonb_agg(
      case when k.attnum = 0
        then jsonb_build_object('expression', pg_get_indexdef(k.indexrelid, k.n, false))
        else jsonb_build_object('column', k.attname) end
      || case when k.option <> 0 or k.operator_class is not null or k.attoptions is not null
             or k.collation not in (0, k.attcollation) or k.attstattarget <> -1
           then jsonb_strip_nulls(jsonb_build_object(
             'collation', case when k.collation not in (0, k.attcollation) then
               k.collation::regcollation::text end,
             'operator_class', k.operator_class,
             'operator_class_options', pggit._options(k.attoptions),
             'order', case when k.option & 1 = 1 then 'desc' end,
             'nulls', case
               when k.option & 1 = 1 and k.option & 2 = 0 then 'last'
               when k.option & 1 = 0 and k.option & 2 = 2 then 'first' end,
             'statistics_target', nullif(k.attstattarget, -1)))
           else '{}' end
      order by k.n)
  from (
    select i.indexrelid, e.attnum::int as n, i.indkey[e.attnum - 1] as attnum, a.attname,
      -- An expression has no column whose collation would be its default: its type's is.
      coalesce(a.attcollation, (select t.typcollation from pg_type t where t.oid = e.atttypid))
        as attcollation,
      e.attoptions, e.attstattarget,
      i.indcollation[e.attnum - 1] as collation,
      i.indoption[e.attnum - 1] as option,
      (select format('%s.%I', o.opcnamespace::regnamespace, o.opcname) from pg_opclass o
       where o.oid = i.indclass[e.attnum - 1] and not o.opcdefault) as operator_class
    from pg_index i
    join pg_attribute e
      on e.attrelid = i.indexrelid and e.attnum > 0 and e.attnum <= i.indnkeyatts
    left join pg_attribute a
      on a.attrelid = i.indrelid and a.attnum = i.indkey[e.attnum - 1] and a.attnum <> 0
    where i.indexrelid = any (p_indexes)
  ) k
  group by k.indexrelid;
end
$pggit$;

comment on function pggit._index_keys(oid[]) is
  'The keys of indexes in order, each a column or expression with what differs from the defaults.';
