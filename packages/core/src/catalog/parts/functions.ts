import { grantsOf, hashOf, versionedHashOf } from './expressions.js';

/**
 * Functions, procedures and aggregates. The body is stored as it was written, so its hash is exact;
 * a body in standard SQL is stored parsed and can only be compared within one major version.
 */
export const FUNCTIONS_PART = `
select
  'function', format('pggit.%I(%s)', p.proname, arguments.types),
  'pg_proc'::regclass::oid, p.oid,
  jsonb_build_object(
    'kind', p.prokind,
    'result', pg_get_function_result(p.oid),
    'names', to_jsonb(p.proargnames),
    'modes', to_jsonb(p.proargmodes),
    'types', (
      select jsonb_agg(format_type(t.type, null) order by t.position)
      from unnest(p.proallargtypes) with ordinality as t (type, position)
    ),
    'defaults', p.pronargdefaults
  ),
  case
    when p.prosqlbody is null then ${hashOf('jsonb_build_array(p.prosrc, p.probin)')}
    else ${versionedHashOf('jsonb_build_array(pg_get_function_sqlbody(p.oid))')}
  end,
  ${hashOf(`jsonb_build_array(
    l.lanname, p.provolatile, p.proparallel, p.prosecdef, p.proleakproof, p.proisstrict,
    p.procost, p.prorows, p.proconfig,
    case when p.prokind <> 'a' then pg_get_function_arguments(p.oid) end,
    obj_description(p.oid, 'pg_proc')
  )`)},
  ${grantsOf('p.proacl', 'f', 'p.proowner')},
  null
from pg_proc p
join pg_language l on l.oid = p.prolang
cross join lateral (
  select coalesce(string_agg(format_type(t.type, null), ', ' order by t.position), '') as types
  from unnest(p.proargtypes) with ordinality as t (type, position)
) arguments
where p.pronamespace = (select oid from pg_namespace where nspname = 'pggit')`;
