-- The one function, procedure or aggregate that a spelling of a signature means, or null when there is none;
-- an error when there are several.

create or replace function pggit._find_routine(p_signature text)
returns oid
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $pggit$
declare
  v_routines constant oid[] := pggit._routines_named(p_signature);
  v_overloads text[];
begin
  if cardinality(v_routines) > 1 then
    v_overloads := array(
      select n.identity from unnest(v_routines) as r (routine)
      cross join lateral pggit._name_of('pg_proc'::regclass, r.routine) n
      order by 1);
    perform pggit._raise('PGF02', format('%s may be any of several functions', p_signature),
      jsonb_build_object('signature', p_signature, 'overloads', to_jsonb(v_overloads)),
      format('Write one of: %s.', array_to_string(v_overloads, ', ')));
  end if;
  return v_routines[1];
end
$pggit$;

comment on function pggit._find_routine(text) is
  'The function, procedure or aggregate that a spelling of a signature means; null when there is none.';
