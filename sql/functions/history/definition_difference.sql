-- What differs between two definitions of objects of one kind, wherever they come from.

create or replace function pggit.definition_difference(before jsonb, after jsonb)
returns jsonb
language plpgsql
immutable
set search_path = pg_catalog, pg_temp
as $pggit$
declare
  r record;
begin
  select d.side, jsonb_typeof(d.definition) as type into r
  from (values
    ('before', definition_difference.before), ('after', definition_difference.after)
  ) as d (side, definition)
  where jsonb_typeof(d.definition) <> 'object'
  limit 1;
  if found then
    perform pggit._raise('PGR08', format('%s is no definition but a JSON %s', r.side, r.type),
      jsonb_build_object('argument', r.side, 'type', r.type),
      'Pass what pggit.definition() or pggit.objects() gave; null counts as an empty definition.');
  end if;
  return pggit._definition_difference(
    coalesce(definition_difference.before, '{}'), coalesce(definition_difference.after, '{}'));
end
$pggit$;

comment on function pggit.definition_difference(jsonb, jsonb) is
'What differs between two definitions, as `{path: [before, after]}`; an empty object when nothing
does.

- `path`: names joined by dots, for example `columns.total.type`.
- `before`, `after`: definitions of two objects of a kind, from pggit.definition() or
  pggit.objects(), of this database or another one. Null counts as an empty one.

Something that only one side has is one path, with null on the other side. What is no JSON object is
an error.';
