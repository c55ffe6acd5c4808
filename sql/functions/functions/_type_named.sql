-- The type that a text names, as every spelling of PostgreSQL's own does and any with a schema; null for
-- what is no type, or in a schema that the caller may not use.

create or replace function pggit._type_named(p_text text)
returns regtype
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $pggit$
begin
  return to_regtype(p_text);
exception
  -- Before PostgreSQL 16 what is no type at all is an error, and what has odd modifiers still is.
  when syntax_error or invalid_name or invalid_parameter_value or feature_not_supported
    or undefined_object or undefined_function or invalid_text_representation
    or insufficient_privilege
  then
    return null;
end
$pggit$;

comment on function pggit._type_named(text) is
  'The type that a text names; null for what is no type.';
