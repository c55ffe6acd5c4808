-- Describes foreign data wrappers. Their options are what the catalog shows to everybody.

create or replace function pggit._describe_foreign_data_wrapper(p_oids oid[])
returns setof pggit._description
language plpgsql
stable
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan
as $pggit$
begin
  return query
  select
    'foreign data wrapper',
    'pg_foreign_data_wrapper'::regclass::oid,
    w.oid,
    null::text,
    quote_ident(w.fdwname),
    null::oid,
    null::text[],
    jsonb_strip_nulls(jsonb_build_object(
      'format_version', 1,
      'owner', pg_get_userbyid(w.fdwowner),
      'comment', pggit._comment('pg_foreign_data_wrapper'::regclass, w.oid),
      'privileges', pggit._privileges(w.fdwacl, 'F', w.fdwowner),
      'handler', case when w.fdwhandler <> 0 then w.fdwhandler::regproc::text end,
      'validator', case when w.fdwvalidator <> 0 then w.fdwvalidator::regproc::text end,
      'options', pggit._options(w.fdwoptions)
    ))
  from pg_foreign_data_wrapper w
  where w.oid = any (p_oids);
end
$pggit$;

comment on function pggit._describe_foreign_data_wrapper(oid[]) is
  'Describes the given foreign data wrappers: handler, validator, options.';
