-- The arguments of a trigger, which the catalog keeps as one run of bytes with a zero after each.

create or replace function pggit._trigger_arguments(p_arguments bytea)
returns text[]
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $pggit$
declare
  v_rest bytea := p_arguments;
  v_end int;
  v_result text[] := '{}'::text[];
begin
  loop
    v_end := position(E'\\x00'::bytea in v_rest);
    exit when v_end = 0;
    v_result := v_result
      || convert_from(substring(v_rest from 1 for v_end - 1), getdatabaseencoding());
    v_rest := substring(v_rest from v_end + 1);
  end loop;
  return v_result;
end
$pggit$;

comment on function pggit._trigger_arguments(bytea) is
  'The arguments of a trigger as they were written.';
