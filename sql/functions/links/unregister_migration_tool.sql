-- Takes a team's own tool out of the registry. Its history tables are tracked like any others from here
-- on, or are another tool's if they look like one; links stay. What pggit knows by itself stays: a table
-- that is not meant is named to unwatch_history_table.

create or replace function pggit.unregister_migration_tool(tool_name text)
returns void
language plpgsql
volatile
security definer -- writes the registry, which no role but the owner may
set search_path = pg_catalog, pg_temp
as $pggit$
begin
  delete from pggit.migration_tools t
  where t.tool_name = unregister_migration_tool.tool_name and not t.is_built_in;
  if found then
    perform pggit._recognise_history_tables();
  elsif exists (
    select from pggit.migration_tools t where t.tool_name = unregister_migration_tool.tool_name
  ) then
    perform pggit._raise('PGX05',
      format('pggit knows %s by itself: it cannot be taken out', unregister_migration_tool.tool_name),
      jsonb_build_object('tool_name', unregister_migration_tool.tool_name),
      'Name a table that is no history table to pggit.unwatch_history_table().');
  else
    perform pggit._raise_unknown_tool(unregister_migration_tool.tool_name);
  end if;
end
$pggit$;

comment on function pggit.unregister_migration_tool(text) is
'Takes a tool that pggit.register_migration_tool() added out of the registry. Its links stay. Its
history tables are tracked like any other table, or are another tool''s if they look like one. What
pggit knows by itself cannot be taken out.';
