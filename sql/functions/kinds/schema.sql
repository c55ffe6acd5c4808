-- Describes schemas: owner, privileges, comment. What they hold are objects of their own.

create or replace function pggit._describe_schema(p_oids oid[])
returns setof pggit._description
language plpgsql
stable
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan
as $pggit$
begin
  return query
  select
    'schema',
    'pg_namespace'::regclass::oid,
    n.oid,
    s.name::text,
    s.quoted_name,
    null::oid,
    null::text[],
    jsonb_strip_nulls(jsonb_build_object(
      'format_version', 1,
      'owner', pg_get_userbyid(n.nspowner),
      'privileges', pggit._privileges(n.nspacl, 'n', n.nspowner),
      'comment', pggit._comment('pg_namespace'::regclass, n.oid)
    ))
  from pg_namespace n
  join pggit.user_schemas s on s.oid = n.oid
  where n.oid = any (p_oids);
end
$pggit$;

comment on function pggit._describe_schema(oid[]) is
  'Describes the given schemas: owner, privileges, comment.';
