-- Describes functions and procedures, which share a catalog and almost every attribute. The identity
-- holds the input argument types only: that is what tells overloads apart, whatever the arguments
-- are called.

create or replace function pggit._describe_routines(p_kind text, p_prokinds "char"[], p_oids oid[])
returns setof pggit._description
language plpgsql
stable
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan
as $pggit$
begin
  return query
  select
    p_kind,
    'pg_proc'::regclass::oid,
    p.oid,
    s.name::text,
    format('%s.%I(%s)', s.quoted_name, p.proname, pggit._type_list(p.proargtypes::oid[])),
    null::oid,
    null::text[],
    jsonb_strip_nulls(jsonb_build_object(
      'format_version', 1,
      'owner', pg_get_userbyid(p.proowner),
      'comment', pggit._comment('pg_proc'::regclass, p.oid),
      'privileges', pggit._privileges(p.proacl, 'f', p.proowner),
      'language', l.lanname,
      'arguments', pggit._routine_arguments(p.oid),
      'returns', pg_get_function_result(p.oid),
      'body', case when p.prosqlbody is null then p.prosrc else pg_get_function_sqlbody(p.oid) end,
      'standard_sql_body', nullif(p.prosqlbody is not null, false),
      'library', p.probin,
      'window', nullif(p.prokind = 'w', false),
      'volatility', case p.provolatile when 'i' then 'immutable' when 's' then 'stable' end,
      'parallel', case p.proparallel when 's' then 'safe' when 'r' then 'restricted' end,
      'strict', nullif(p.proisstrict, false),
      'security_definer', nullif(p.prosecdef, false),
      'leakproof', nullif(p.proleakproof, false),
      'cost', case when p.procost <> case when l.lanname in ('internal', 'c') then 1 else 100 end
        then p.procost end,
      'rows', case when p.proretset and p.prorows <> 1000 then p.prorows end,
      'support', case when p.prosupport <> 0 then p.prosupport::text end,
      'depends_on_extensions', (
        select jsonb_agg(e.extname order by e.extname)
        from pg_depend d
        join pg_extension e on e.oid = d.refobjid
        where d.classid = 'pg_proc'::regclass and d.objid = p.oid
          and d.refclassid = 'pg_extension'::regclass and d.deptype = 'x'),
      'settings', pggit._options(p.proconfig),
      'transforms', case when p.protrftypes is not null then pggit._type_list(p.protrftypes) end
    ))
  from pg_proc p
  join pg_language l on l.oid = p.prolang
  join pggit.user_schemas s on s.oid = p.pronamespace
  where p.oid = any (p_oids)
    and p.prokind = any (p_prokinds);
end
$pggit$;

comment on function pggit._describe_routines(text, "char"[], oid[]) is
  'Describes the given functions or procedures: arguments, result, body and every attribute.';
