-- The functions, procedures and aggregates that a spelling of a signature may mean. Without a schema those
-- of every schema; without parentheses every overload.

create or replace function pggit._routines_named(p_signature text)
returns oid[]
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $pggit$
declare
  v_signature record;
  v_routines oid[];
  v_matching oid[];
begin
  select r.* into v_signature from pggit._read_signature(p_signature) r;
  v_routines := array(
    select p.oid
    from pg_proc p
    join pggit.user_schemas s on s.oid = p.pronamespace
    where p.proname = v_signature.function_name
      and s.name = coalesce(v_signature.schema_name, s.name)
    order by s.name, p.oid);
  if v_signature.arguments is null then
    return v_routines;
  end if;
  v_matching := array(
    select r.routine from unnest(v_routines) as r (routine)
    where pggit._has_arguments(r.routine, array(
      select a.argument
      from unnest(v_signature.arguments, v_signature.are_out) with ordinality
        as a (argument, is_out, n)
      where not a.is_out
      order by a.n), false));
  if v_matching = '{}' then
    v_matching := array(
      select r.routine from unnest(v_routines) as r (routine)
      where pggit._has_arguments(r.routine, v_signature.arguments, true));
  end if;
  return v_matching;
end
$pggit$;

comment on function pggit._routines_named(text) is
  'The functions, procedures and aggregates that a spelling of a signature may mean.';
