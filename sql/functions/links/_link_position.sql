-- A tool whose row is a position keeps no row for each migration: the row moves. Each move is one link:
-- up for a version the database was never at, down for the version it steps back from. What it came
-- past stays applied.
--
-- Where versions are numbers, they say which way the move goes. Where they are not (Alembic's), a
-- move to a version that is applied already is a step back, and so is one to where this version came
-- from. Heads that merge are deleted first: _link_merge.
--
-- p_old, p_new: the row before and after where it counted as applied, else null.

create or replace function pggit._link_position(
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
  v_from constant text := case when p_old is not null
    then pggit._history_row_key(p_tool, p_old) end;
  v_to constant text := case when p_new is not null
    then pggit._history_row_key(p_tool, p_new) end;
  v_is_applied constant boolean := (pggit._standing_link(p_source, v_to)).link_id is not null;
  v_link_id bigint;
begin
  if v_to is not distinct from v_from then
    return;
  end if;
  if p_tool.number_column is not null then
    perform pggit._link_numbered_position(p_tool, p_source, p_old, p_new);
  elsif v_to is null then
    perform pggit._revert_link(p_tool, p_source, p_old, true);
  elsif v_from is not null
    and (v_is_applied or (pggit._standing_link(p_source, v_from)).previous_key = v_to)
  then
    perform pggit._revert_link(p_tool, p_source, p_old, true);
  elsif not v_is_applied
    and (v_from is null or not pggit._link_merge(p_tool, p_source, v_from, p_new))
  then
    v_link_id := pggit._write_link(p_tool, p_source, p_new, 'up');
    update pggit.external_migrations m set previous_key = v_from where m.link_id = v_link_id;
  end if;
end
$pggit$;

comment on function pggit._link_position(pggit.migration_tools, text, jsonb, jsonb) is
  'Writes the link of a move of a tool that keeps a position instead of a row for each migration.';
