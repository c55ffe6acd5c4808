-- Describes enum types: the labels in their order.

create or replace function pggit._describe_enum(p_oids oid[])
returns setof pggit._description
language plpgsql
stable
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan
as $pggit$
begin
  return query
  select
    'enum',
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
      'labels', coalesce((
        select jsonb_agg(e.enumlabel order by e.enumsortorder)
        from pg_enum e where e.enumtypid = t.oid), '[]'::jsonb)
    ))
  from pg_type t
  join pggit.user_schemas s on s.oid = t.typnamespace
  where t.oid = any (p_oids)
    and t.typtype = 'e';
end
$pggit$;

comment on function pggit._describe_enum(oid[]) is
  'Describes the given enum types: labels in order.';
