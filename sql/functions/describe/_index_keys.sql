-- The keys of an index, in order; defaults (the column's collation, the default operator class,
-- ascending with nulls last) are left out.

create or replace function pggit._index_keys(p_index oid)
returns jsonb
language plpgsql
stable
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan
as $pggit$
begin
  return (
    select jsonb_agg(jsonb_strip_nulls(jsonb_build_object(
      'column', case when i.indkey[k.n] <> 0 then a.attname end,
      'expression', case when i.indkey[k.n] = 0 then pg_get_indexdef(i.indexrelid, k.n + 1, false) end,
      'collation', case when i.indcollation[k.n] <> coalesce(a.attcollation, x.attcollation)
                          and i.indcollation[k.n] <> 0 then (
        select format('%I.%I', cn.nspname, co.collname)
        from pg_collation co join pg_namespace cn on cn.oid = co.collnamespace
        where co.oid = i.indcollation[k.n]) end,
      'operator_class', case when not oc.opcdefault then format('%I.%I', ocn.nspname, oc.opcname) end,
      'operator_class_options', pggit._options(x.attoptions),
      'order', case when i.indoption[k.n] & 1 = 1 then 'desc' end,
      'nulls', case
        when i.indoption[k.n] & 1 = 1 and i.indoption[k.n] & 2 = 0 then 'last'
        when i.indoption[k.n] & 1 = 0 and i.indoption[k.n] & 2 = 2 then 'first' end,
      'statistics_target', nullif(x.attstattarget, -1)
    )) order by k.n)
    from pg_index i
    cross join lateral generate_series(0, i.indnkeyatts - 1) as k (n)
    join pg_opclass oc on oc.oid = i.indclass[k.n]
    join pg_namespace ocn on ocn.oid = oc.opcnamespace
    join pg_attribute x on x.attrelid = i.indexrelid and x.attnum = k.n + 1
    left join pg_attribute a on a.attrelid = i.indrelid and a.attnum = i.indkey[k.n]
      and i.indkey[k.n] <> 0
    where i.indexrelid = p_index
  );
end
$pggit$;

comment on function pggit._index_keys(oid) is
  'The keys of an index in order, each a column or expression with what differs from the defaults.';
