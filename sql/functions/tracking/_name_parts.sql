-- The parts of a name as SQL has it, quoted or not: schema and name, or the name alone; null for what is no
-- name. What is in parentheses at its end, as with functions, is left out.

create or replace function pggit._name_parts(p_name text)
returns text[]
language plpgsql
immutable
set search_path = pg_catalog, pg_temp
as $pggit$
begin
  return parse_ident(regexp_replace(p_name, E'\\s*\\(.*\\)\\s*$', ''));
exception when invalid_parameter_value or name_too_long then
  return null;
end
$pggit$;

comment on function pggit._name_parts(text) is
  'Schema and name, or the name alone, of a name as SQL has it; null for what is no name.';
