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
begin
  select r.* into v_signature from pggit._read_signature(p_signature) r;
  return pggit._overloads_with(
    array(
      select p.oid
      from pg_proc p
      join pggit.user_schemas s on s.oid = p.pronamespace
      where p.proname = v_signature.function_name
        and s.name = coalesce(v_signature.schema_name, s.name)
      order by s.name, p.oid),
    v_signature.arguments, v_signature.are_out);
end
$pggit$;

comment on function pggit._routines_named(text) is
  'The functions, procedures and aggregates that a spelling of a signature may mean.';
