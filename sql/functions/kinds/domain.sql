-- Describes domains: base type, default and constraints.

create or replace function pggit._describe_domain(p_oids oid[])
returns setof pggit._description
language plpgsql
stable
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan
as $pggit$
begin
  return query
  select
    'domain',
    'pg_type'::regclass::oid,
    t.oid,
    s.name::text,
    format('%s.%I', s.quoted_name, t.typname),
    null::oid,
    null::text[],
    jsonb_strip_nulls(jsonb_build_object(
      'format_version', 1,
      'owner', pg_get_userbyid(t.typowner),
      'comment', pggit._comment('pg_type'::regclass, t.oid),
      'privileges', pggit._privileges(t.typacl, 'T', t.typowner),
      'type', format_type(t.typbasetype, t.typtypmod),
      'collation', case when t.typcollation <> b.typcollation then 
        t.typcollation::regcollation::text end,
      'not_null', nullif(t.typnotnull, false),
      'default', pg_get_expr(t.typdefaultbin, 0),
      'constraints', k.constraints
    ))
  from pg_type t
  join pg_type b on b.oid = t.typbasetype
  join pggit.user_schemas s on s.oid = t.typnamespace
  left join pggit._constraints('{0}', p_oids) k on k.domain = t.oid
  where t.oid = any (p_oids)
    and t.typtype = 'd';
end
$pggit$;

comment on function pggit._describe_domain(oid[]) is
  'Describes the given domains: base type, default, constraints.';
