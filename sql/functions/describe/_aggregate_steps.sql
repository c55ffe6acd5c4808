-- What an aggregate does with its rows, and again with those of a moving window: the functions, the
-- state between them. What PostgreSQL assumes by itself is left out.

create or replace function pggit._aggregate_steps(
  p_transition regproc,
  p_state_type oid,
  p_state_space int,
  p_initial_value text,
  p_final regproc,
  p_final_extra boolean,
  p_final_modify "char",
  p_kind "char"
)
returns jsonb
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $pggit$
begin
  return jsonb_strip_nulls(jsonb_build_object(
    'function', p_transition::text,
    'state', format_type(p_state_type, null),
    'state_size', nullif(p_state_space, 0),
    'initial_value', p_initial_value,
    'final', nullif(p_final::text, '-'),
    'final_extra', nullif(p_final_extra, false),
    'final_modify', case
      when p_final_modify = case when p_kind = 'n' then 'r' else 'w' end then null
      when p_final_modify = 'r' then 'read only'
      when p_final_modify = 's' then 'shareable'
      else 'read write' end));
end
$pggit$;

comment on function pggit._aggregate_steps(
  regproc, oid, int, text, regproc, boolean, "char", "char") is
  'The functions and the state of an aggregate, for all rows or for a moving window.';
