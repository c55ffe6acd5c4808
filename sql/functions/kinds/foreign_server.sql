-- Describes foreign servers. Their options are what the catalog shows to everybody; what it hides, the
-- options of user mappings, stays hidden.

create or replace function pggit._describe_foreign_server(p_oids oid[])
returns setof pggit._description
language plpgsql
stable
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan
as $pggit$
begin
  return query
  select
    'foreign server',
    'pg_foreign_server'::regclass::oid,
    f.oid,
    null::text,
    quote_ident(f.srvname),
    null::oid,
    null::text[],
    jsonb_strip_nulls(jsonb_build_object(
      'format_version', 1,
      'owner', pg_get_userbyid(f.srvowner),
      'comment', pggit._comment('pg_foreign_server'::regclass, f.oid),
      'privileges', pggit._privileges(f.srvacl, 'S', f.srvowner),
      'wrapper', (select w.fdwname from pg_foreign_data_wrapper w where w.oid = f.srvfdw),
      'type', f.srvtype,
      'version', f.srvversion,
      'options', pggit._options(f.srvoptions)
    ))
  from pg_foreign_server f
  where f.oid = any (p_oids);
end
$pggit$;

comment on function pggit._describe_foreign_server(oid[]) is
  'Describes the given foreign servers: wrapper, type, version, options.';
