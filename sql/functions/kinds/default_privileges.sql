-- Describes default privileges: one object for each role, schema (none: the whole database) and type of
-- object. In a schema they are added to what an object gets anyway, without one they replace it, so
-- they are never compared with an owner's defaults.

create or replace function pggit._describe_default_privileges(p_oids oid[])
returns setof pggit._description
language plpgsql
stable
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan
as $pggit$
begin
  return query
  select
    'default privileges',
    'pg_default_acl'::regclass::oid,
    a.oid,
    s.name::text,
    concat_ws(' ', 'of', quote_ident(o.role), 'in schema ' || s.quoted_name, 'on', o.type),
    null::oid,
    null::text[],
    jsonb_strip_nulls(jsonb_build_object(
      'format_version', 1,
      'role', o.role,
      'schema', s.name,
      'on', o.type,
      'privileges', pggit._privileges_by_grantee(a.defaclacl, a.defaclrole)
    ))
  from pg_default_acl a
  left join pggit.user_schemas s on s.oid = a.defaclnamespace
  cross join lateral (
    select pg_get_userbyid(a.defaclrole) as role, case a.defaclobjtype
      when 'r' then 'tables' when 'S' then 'sequences' when 'f' then 'functions'
      when 'T' then 'types' when 'n' then 'schemas' when 'L' then 'large objects'
      else a.defaclobjtype::text end as type
  ) o
  where a.oid = any (p_oids)
    and (a.defaclnamespace = 0 or s.oid is not null);
end
$pggit$;

comment on function pggit._describe_default_privileges(oid[]) is
  'Describes the given default privileges: who gets what on future objects of a role.';
