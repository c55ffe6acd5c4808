-- What differs between two definitions of objects of one kind, wherever they come from.

create or replace function pggit.definition_difference(before jsonb, after jsonb)
returns jsonb
language plpgsql
immutable
set search_path = pg_catalog, pg_temp
as $pggit$
begin
  return pggit._definition_difference(
    coalesce(definition_difference.before, '{}'), coalesce(definition_difference.after, '{}'));
end
$pggit$;

comment on function pggit.definition_difference(jsonb, jsonb) is
  'What differs between two definitions, as {path: [before, after]}; an empty object when nothing does.';
