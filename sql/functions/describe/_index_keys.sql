-- The keys of an index, in order; defaults (the column's collation, the default operator class,
-- ascending with nulls last) are left out. Look-ups by key, not joins: the planner would hash all of
-- pg_opclass for the sake of one row.

create or replace function pggit._index_keys(p_index oid)
returns jsonb
language plpgsql
stable
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan
as $pggit$
declare
  v_index pg_index;
  v_key pg_attribute;
  v_column pg_attribute;
  v_class pg_opclass;
  v_option int2;
  v_keys jsonb := '[]'::jsonb;
begin
  select i.* into v_index from pg_index i where i.indexrelid = p_index;
  for n in 0 .. v_index.indnkeyatts - 1 loop
    select a.* into v_key
    from pg_attribute a where a.attrelid = p_index and a.attnum = n + 1;
    select c.* into v_class from pg_opclass c where c.oid = v_index.indclass[n];
    v_option := v_index.indoption[n];
    if v_index.indkey[n] <> 0 then
      select a.* into v_column
      from pg_attribute a where a.attrelid = v_index.indrelid and a.attnum = v_index.indkey[n];
    else
      -- An expression has no column whose collation would be its default: its type's is.
      v_column := v_key;
      select t.typcollation into v_column.attcollation from pg_type t where t.oid = v_key.atttypid;
    end if;

    v_keys := v_keys || jsonb_build_array(jsonb_strip_nulls(jsonb_build_object(
      case when v_index.indkey[n] = 0 then 'expression' else 'column' end,
      case when v_index.indkey[n] = 0
        then pg_get_indexdef(p_index, n + 1, false)
        else v_column.attname::text end,
      'collation', case when v_index.indcollation[n] not in (0, v_column.attcollation) then
        v_index.indcollation[n]::regcollation::text end,
      'operator_class', case when not v_class.opcdefault then
        format('%s.%I', v_class.opcnamespace::regnamespace, v_class.opcname) end,
      'operator_class_options', pggit._options(v_key.attoptions),
      'order', case when v_option & 1 = 1 then 'desc' end,
      'nulls', case
        when v_option & 1 = 1 and v_option & 2 = 0 then 'last'
        when v_option & 1 = 0 and v_option & 2 = 2 then 'first' end,
      'statistics_target', nullif(v_key.attstattarget, -1))));
  end loop;
  return v_keys;
end
$pggit$;

comment on function pggit._index_keys(oid) is
  'The keys of an index in order, each a column or expression with what differs from the defaults.';
