-- Those of some routines that have the arguments of a signature, as _read_signature takes it apart; all of
-- them where it lists none.

create or replace function pggit._overloads_with(
  p_routines oid[],
  p_arguments text[],
  p_are_out boolean[]
)
returns oid[]
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $pggit$
declare
  v_matching oid[];
begin
  if p_arguments is null then
    return p_routines;
  end if;
  v_matching := array(
    select r.routine from unnest(p_routines) as r (routine)
    where pggit._has_arguments(r.routine, array(
      select a.argument
      from unnest(p_arguments, p_are_out) with ordinality as a (argument, is_out, n)
      where not a.is_out
      order by a.n), false));
  if v_matching = '{}' then
    v_matching := array(
      select r.routine from unnest(p_routines) as r (routine)
      where pggit._has_arguments(r.routine, p_arguments, true));
  end if;
  return v_matching;
end
$pggit$;

comment on function pggit._overloads_with(oid[], text[], boolean[]) is
  'Those of some functions, procedures and aggregates that have the arguments of a signature.';
