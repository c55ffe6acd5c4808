-- A move of a position that is a number (golang-migrate): on to a greater one it is a link up; back to
-- a smaller one, each applied version above it is taken back, the newest first, which is the one whose
-- changes these are. Tools that write the same position again have done nothing.
--
-- A row that goes, or stops to count, is no move: golang-migrate empties its table before each row.

create or replace function pggit._link_numbered_position(
  p_tool pggit.migration_tools,
  p_source text,
  p_old jsonb,
  p_new jsonb
)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $pggit$
declare
  v_number constant bigint := case when p_new is not null
    then pggit._history_row_number(p_tool, p_new) end;
  v_above pggit.external_migrations;
  v_steps_back int := 0;
begin
  if p_new is null then
    return;
  end if;
  for v_above in
    select m.* from pggit.external_migrations m
    where m.source = p_source and m.direction = 'up' and m.reverted_at is null
      and m.migration_id > v_number
    order by m.migration_id desc
  loop
    v_steps_back := v_steps_back + 1;
    perform pggit._revert_link(
      p_tool, p_source,
      jsonb_build_object(
        p_tool.key_columns[1], v_above.migration_key, p_tool.number_column, v_above.migration_id),
      true);
  end loop;
  if v_steps_back = 0 and p_old is not null
    and pggit._history_row_number(p_tool, p_old) > v_number
  then
    -- Back from a version that was reached before pggit came.
    perform pggit._revert_link(p_tool, p_source, p_old, true);
  elsif v_steps_back = 0
    and (pggit._standing_link(p_source, pggit._history_row_key(p_tool, p_new))).link_id is null
  then
    perform pggit._write_link(p_tool, p_source, p_new, 'up');
  end if;
end
$pggit$;

comment on function pggit._link_numbered_position(pggit.migration_tools, text, jsonb, jsonb) is
  'Writes the links of a move of a position that is a number.';
