-- Describes extensions: which one, where, at what version. Their members are not objects of ours.

create or replace function pggit._describe_extension(p_oids oid[])
returns setof pggit._description
language plpgsql
stable
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan
as $pggit$
begin
  return query
  select
    'extension',
    'pg_extension'::regclass::oid,
    e.oid,
    null::text,
    quote_ident(e.extname),
    null::oid,
    null::text[],
    jsonb_strip_nulls(jsonb_build_object(
      'format_version', 1,
      'owner', pg_get_userbyid(e.extowner),
      'schema', n.nspname,
      'version', e.extversion,
      'comment', pggit._comment('pg_extension'::regclass, e.oid)
    ))
  from pg_extension e
  join pg_namespace n on n.oid = e.extnamespace
  where e.oid = any (p_oids)
    and e.extname <> 'plpgsql';
end
$pggit$;

comment on function pggit._describe_extension(oid[]) is
  'Describes the given extensions: schema and version.';
