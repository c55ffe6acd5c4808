-- The row trigger on a migration tool's history table: the link is written in the tool's own
-- transaction, so it is there exactly when the history row is.
--
-- Runs as its owner: the migrating role needs no right on pggit. `when others`: a failure here may
-- cost a link, never the migration. Takes no lock that another session of the tool may hold: it
-- appends, and updates only links of its own history row.
--
-- Only columns of built-in types are read: turning a value into JSON runs the cast its type defines,
-- and a cast somebody defined must not run with the rights of pggit's owner.

create or replace function pggit._link_history_row()
returns trigger
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
set enable_seqscan = off
set jit = off
as $pggit$
declare
  v_source constant text := format('%I.%I', tg_table_schema, tg_table_name);
  v_tool pggit.migration_tools;
  v_reading constant text := pggit._history_row_reading(tg_relid);
  v_old jsonb;
  v_new jsonb;
  v_was boolean;
  v_is boolean;
begin
  if current_setting('pggit.tracking', true) = 'off' then
    return null;
  end if;
  select t.* into v_tool
  from pggit.watched_tables w
  join pggit.migration_tools t on t.tool_name = w.tool_name
  where w.source = v_source
  order by t.table_pattern = tg_table_name desc
  limit 1;
  -- The table has been renamed since.
  if v_tool.tool_name is null then
    select t.* into v_tool from pggit.migration_tools t where t.tool_name = tg_argv[0] limit 1;
  end if;
  if v_tool.tool_name is null then
    return null;
  end if;

  if tg_op <> 'INSERT' then
    execute v_reading into v_old using old;
  end if;
  if tg_op <> 'DELETE' then
    execute v_reading into v_new using new;
  end if;
  v_was := coalesce(jsonb_path_exists(v_old, v_tool.applied_when), false);
  v_is := coalesce(jsonb_path_exists(v_new, v_tool.applied_when), false);
  if v_is and v_was and pggit._history_row_key(v_tool, v_old) = pggit._history_row_key(v_tool, v_new)
    and v_old -> v_tool.number_column is not distinct from v_new -> v_tool.number_column
  then
    perform pggit._refresh_link(v_tool, v_source, v_new);
    return null;
  end if;
  if v_was then
    perform pggit._revert_link(v_tool, v_source, v_old, not v_is);
  end if;
  if v_is then
    perform pggit._write_link(v_tool, v_source, v_new, 'up');
  end if;
  return null;
exception when others then
  perform pggit._keep_failure('link', sqlstate, sqlerrm, null, array[v_source]);
  return null;
end
$pggit$;

comment on function pggit._link_history_row() is
  'Row trigger on migration tools'' history tables: writes, refreshes or reverts the link of the row.';
