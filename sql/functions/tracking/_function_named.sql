-- The one function with these argument types, however they are spelled; null when the text names none.

create or replace function pggit._function_named(p_signature text)
returns oid
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $pggit$
begin
  return to_regprocedure(p_signature)::oid;
exception when syntax_error_or_access_rule_violation or data_exception or feature_not_supported
  or invalid_schema_name or program_limit_exceeded then
  return null;
end
$pggit$;

comment on function pggit._function_named(text) is
  'The function that a signature names; null for none.';
