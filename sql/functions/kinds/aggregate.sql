-- Describes aggregates. The identity is the signature that ALTER, COMMENT and DROP AGGREGATE take: `*`
-- for no argument, and ORDER BY before the aggregated arguments of an ordered-set aggregate.

create or replace function pggit._describe_aggregate(p_oids oid[])
returns setof pggit._description
language plpgsql
stable
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan
as $pggit$
begin
  return query
  select
    'aggregate',
    'pg_proc'::regclass::oid,
    p.oid,
    s.name::text,
    format('%s.%I(%s)', s.quoted_name, p.proname,
      pggit._aggregate_signature(p.proargtypes::oid[], a.aggkind, a.aggnumdirectargs)),
    null::oid,
    null::text[],
    jsonb_strip_nulls(jsonb_build_object(
      'format_version', 1,
      'owner', pg_get_userbyid(p.proowner),
      'comment', pggit._comment('pg_proc'::regclass, p.oid),
      'privileges', pggit._privileges(p.proacl, 'f', p.proowner),
      'arguments', pggit._routine_arguments(p.oid),
      'returns', pg_get_function_result(p.oid),
      'parallel', case p.proparallel when 's' then 'safe' when 'r' then 'restricted' end,
      'set', case a.aggkind when 'o' then 'ordered' when 'h' then 'hypothetical' end,
      'direct_arguments', case when a.aggkind <> 'n' then a.aggnumdirectargs end,
      'transition', pggit._aggregate_steps(
        a.aggtransfn, a.aggtranstype, a.aggtransspace, a.agginitval,
        a.aggfinalfn, a.aggfinalextra, a.aggfinalmodify, a.aggkind),
      'combine', nullif(a.aggcombinefn::text, '-'),
      'serialize', nullif(a.aggserialfn::text, '-'),
      'deserialize', nullif(a.aggdeserialfn::text, '-'),
      'moving', case when a.aggmtransfn <> 0 then
        pggit._aggregate_steps(
          a.aggmtransfn, a.aggmtranstype, a.aggmtransspace, a.aggminitval,
          a.aggmfinalfn, a.aggmfinalextra, a.aggmfinalmodify, a.aggkind)
        || jsonb_build_object('inverse', a.aggminvtransfn::text) end,
      'sort_operator', case when a.aggsortop <> 0 then a.aggsortop::regoperator::text end
    ))
  from pg_proc p
  join pg_aggregate a on a.aggfnoid = p.oid
  join pggit.user_schemas s on s.oid = p.pronamespace
  where p.oid = any (p_oids)
    and p.prokind = 'a';
end
$pggit$;

comment on function pggit._describe_aggregate(oid[]) is
  'Describes the given aggregates: their functions, states and signature.';
