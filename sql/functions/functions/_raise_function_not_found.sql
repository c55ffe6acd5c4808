-- The one wording of "there is no such function", with those that may have been meant.

create or replace function pggit._raise_function_not_found(p_signature text)
returns void
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $pggit$
declare
  v_overloads constant text[] := pggit._overloads_of(p_signature);
begin
  perform pggit._raise('PGF01',
    format('there is no function %s', coalesce(p_signature, 'null')),
    jsonb_build_object('signature', p_signature, 'overloads', to_jsonb(v_overloads)),
    case when v_overloads = '{}' then
      'Write its name with the schema and its argument types, quoted where needed: '
      'app.process(uuid, jsonb).'
    else format('There is %s.', array_to_string(v_overloads, ', ')) end);
end
$pggit$;

comment on function pggit._raise_function_not_found(text) is
  'Raises that there is no function of a signature, with those that may have been meant.';
