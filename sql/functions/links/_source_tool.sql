-- How to read the rows of a history table: the entry of the tool that the table is watched for, the one
-- with its name's pattern where the tool has several, else one whose columns it has. p_tool_name: the
-- tool as the table's trigger has it, for a table that is known under another name.

create or replace function pggit._source_tool(
  p_source text,
  p_table_name text,
  p_tool_name text default null
)
returns pggit.migration_tools
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $pggit$
declare
  v_tools pggit.migration_tools[];
  v_tool pggit.migration_tools;
begin
  v_tools := array(
    select t
    from pggit.migration_tools t
    where t.row_stands_for <> 'nothing' and t.tool_name = coalesce(
      (select w.tool_name from pggit.watched_tables w
       where w.source = p_source and not w.is_declined),
      p_tool_name));
  if cardinality(v_tools) < 2 then
    return v_tools[1];
  end if;
  select t.* into v_tool
  from unnest(v_tools) t
  order by
    (lower(p_table_name) like t.like_pattern) desc,
    exists (
      select from unnest(t.required_columns) as r (name)
      where not exists (
        select from pg_attribute a
        where a.attrelid = pggit._relation_named(p_source) and a.attname = r.name and a.attnum > 0)),
    t.is_built_in,
    t.table_pattern
  limit 1;
  return v_tool;
end
$pggit$;

comment on function pggit._source_tool(text, text, text) is
  'The entry of pggit.migration_tools that says how to read the rows of a history table.';
