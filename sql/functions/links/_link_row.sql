-- What a changed row of a history table means: a new link, a refreshed or a reverted one. p_tool_name:
-- the tool as the trigger has it, for a table that nobody watches by its name: it may have been renamed. p_old is null for an insert,
-- p_new for a delete.
--
-- Locks: it appends, and updates only links of its own history row.

create or replace function pggit._link_row(
  p_source text,
  p_table_name text,
  p_tool_name text,
  p_old jsonb,
  p_new jsonb
)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $pggit$
declare
  v_tool pggit.migration_tools;
  v_was boolean;
  v_is boolean;
begin
  select t.* into v_tool
  from pggit.watched_tables w
  join pggit.migration_tools t on t.tool_name = w.tool_name
  where w.source = p_source
  order by t.table_pattern = p_table_name desc
  limit 1;
  if v_tool.tool_name is null then
    perform pggit._follow_history_tables();
    select t.* into v_tool from pggit.migration_tools t where t.tool_name = p_tool_name limit 1;
  end if;
  if v_tool.tool_name is null then
    return;
  end if;

  v_was := coalesce(jsonb_path_exists(p_old, v_tool.applied_when), false);
  v_is := coalesce(jsonb_path_exists(p_new, v_tool.applied_when), false);
  if v_is and v_was and pggit._history_row_key(v_tool, p_old) = pggit._history_row_key(v_tool, p_new)
    and p_old -> v_tool.number_column is not distinct from p_new -> v_tool.number_column
  then
    perform pggit._refresh_link(v_tool, p_source, p_new);
    return;
  end if;
  if v_was then
    perform pggit._revert_link(v_tool, p_source, p_old, not v_is);
  end if;
  if v_is then
    perform pggit._write_link(v_tool, p_source, p_new, 'up');
  end if;
end
$pggit$;

comment on function pggit._link_row(text, text, text, jsonb, jsonb) is
  'Writes, refreshes or reverts the link of a changed row of a history table.';
