-- The arguments of a routine, in order: name, mode, type, default.

create or replace function pggit._routine_arguments(p_routine oid)
returns jsonb
language plpgsql
stable
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan
as $pggit$
begin
  return (
    select jsonb_agg(jsonb_strip_nulls(jsonb_build_object(
      'name', nullif(p.proargnames[a.n], ''),
      'mode', case p.proargmodes[a.n] when 'o' then 'out' when 'b' then 'inout'
        when 'v' then 'variadic' when 't' then 'table' end,
      'type', format_type(a.type, null),
      'default', pg_get_function_arg_default(p.oid, a.n::int)
    )) order by a.n)
    from pg_proc p
    cross join lateral unnest(coalesce(p.proallargtypes, p.proargtypes::oid[]))
      with ordinality as a (type, n)
    where p.oid = p_routine
  );
end
$pggit$;

comment on function pggit._routine_arguments(oid) is
  'The arguments of a routine in order: name, mode, type, default; null for none.';
