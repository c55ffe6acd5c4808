-- Teaches pggit a migration tool of a team's own: how to recognise its history table, now and when it is
-- created, and how to read a row. What is stored is data: names of columns, and a path (jsonpath) that
-- is evaluated over the row and can run no SQL. Tables that exist already are found and attached; rows in
-- them are for backfill_links.
--
-- It runs as its owner, who may read every table: the tool has no table that its registrar may not read.
--
-- Calling it again with the same arguments changes nothing.

create or replace function pggit.register_migration_tool(
  tool_name text,
  table_pattern text,
  key_columns text[],
  number_column text default null,
  description_column text default null,
  checksum_column text default null,
  applied_at_column text default null,
  applied_when text default '$',
  rerun_columns text[] default null,
  row_stands_for text default 'migration',
  required_columns text[] default null,
  column_types text[] default null
)
returns void
language plpgsql
volatile
security definer -- writes the registry, which no role but the owner may
set search_path = pg_catalog, pg_temp
as $pggit$
declare
  v_tool pggit.migration_tools;
  v_known pggit.migration_tools;
begin
  v_tool.tool_name := nullif(btrim(register_migration_tool.tool_name, E' \t\r\n'), '');
  v_tool.table_pattern := btrim(register_migration_tool.table_pattern, E' \t\r\n');
  v_tool.key_columns := register_migration_tool.key_columns;
  v_tool.number_column := register_migration_tool.number_column;
  v_tool.description_column := register_migration_tool.description_column;
  v_tool.checksum_column := register_migration_tool.checksum_column;
  v_tool.applied_at_column := register_migration_tool.applied_at_column;
  v_tool.rerun_columns := register_migration_tool.rerun_columns;
  v_tool.row_stands_for := register_migration_tool.row_stands_for;
  v_tool.column_types := register_migration_tool.column_types;
  v_tool.is_built_in := false;
  v_tool.registered_by := pggit._effective_role()::name;
  v_tool.required_columns := coalesce(register_migration_tool.required_columns, '{}') || array(
    select distinct c.name
    from unnest(
      register_migration_tool.key_columns || register_migration_tool.rerun_columns
      || array_remove(array[
        register_migration_tool.number_column, register_migration_tool.description_column,
        register_migration_tool.checksum_column, register_migration_tool.applied_at_column], null)
    ) as c (name)
    where c.name <> all (coalesce(register_migration_tool.required_columns, '{}'))
      or c.name is null
    order by c.name);
  if v_tool.column_types is not null then
    -- Columns that were not listed are of any type.
    v_tool.column_types := v_tool.column_types || array_fill('any'::text, array[
      cardinality(v_tool.required_columns)
      - cardinality(coalesce(register_migration_tool.required_columns, '{}'))]);
  end if;
  begin
    v_tool.applied_when := register_migration_tool.applied_when::jsonpath;
  exception when syntax_error or invalid_text_representation then
    perform pggit._raise('PGX04',
      format('migration tool %L has %L as its path: %s', v_tool.tool_name,
        register_migration_tool.applied_when, sqlerrm),
      jsonb_build_object('tool_name', v_tool.tool_name, 'parameter', 'applied_when'),
      'Write a jsonpath over the row, for example $ ? (@.finished_at != null).');
  end;
  v_tool.applied_when := coalesce(v_tool.applied_when, '$');
  perform pggit._check_migration_tool(v_tool);
  perform pggit._check_tool_columns(v_tool);

  select t.* into v_known
  from pggit.migration_tools t
  where t.tool_name = v_tool.tool_name and t.table_pattern = v_tool.table_pattern;
  if v_known.tool_name is null then
    insert into pggit.migration_tools
      (tool_name, table_pattern, required_columns, column_types, number_column, key_columns,
       description_column, checksum_column, applied_at_column, applied_when, rerun_columns,
       row_stands_for, registered_by)
    values
      (v_tool.tool_name, v_tool.table_pattern, v_tool.required_columns, v_tool.column_types,
       v_tool.number_column, v_tool.key_columns, v_tool.description_column, v_tool.checksum_column,
       v_tool.applied_at_column, v_tool.applied_when, v_tool.rerun_columns, v_tool.row_stands_for,
       v_tool.registered_by);
    perform pggit._recognise_history_tables();
  elsif to_jsonb(v_known) - array['like_pattern', 'registered_by']
    <> to_jsonb(v_tool) - array['like_pattern', 'registered_by']
  then
    perform pggit._raise('PGX05',
      format('pggit knows the tables %s of migration tool %s already, in another way',
        v_tool.table_pattern, v_tool.tool_name),
      jsonb_build_object('tool_name', v_tool.tool_name, 'table_pattern', v_tool.table_pattern,
        'is_built_in', v_known.is_built_in),
      case when v_known.is_built_in then 'Register it under a tool name of your own.'
        else 'Call pggit.unregister_migration_tool() first.' end);
  end if;
end
$pggit$;

comment on function pggit.register_migration_tool(
  text, text, text[], text, text, text, text, text, text[], text, text[], text[]) is
'Teaches pggit a migration tool: how to recognise its history table and how to read a row. Tables
that exist are watched from now on, others from their creation; rows that are there already are
for pggit.backfill_links(). A table that the caller may not read, or put a trigger on, is not
watched: every reader of pggit sees what links say. The same call again changes nothing. Nothing
of it is ever executed as SQL.

- `tool_name`: the name that links carry.
- `table_pattern`: name of the table without its schema; `%` stands for any characters.
- `key_columns`: columns that together name a migration: the link''s `migration_key`, joined by
  `::`.
- `number_column`, `description_column`, `checksum_column`, `applied_at_column`: what the link
  takes from the row; null where the tool has none. Without a number the link''s `migration_id` is
  a hash of the key.
- `applied_when`: a jsonpath over the row. It is found once the migration counts as applied; `$`
  is always.
- `rerun_columns`: columns that change when the tool runs a migration again and updates its row.
- `row_stands_for`: `migration`; `position` for a tool that overwrites one row; `nothing` for a
  table beside the history, which is neither linked nor tracked.
- `required_columns`: further columns that tell the table from others of its name.
- `column_types`: their types, one for each: `number`, `text`, `time`, `boolean`, `json` or `any`;
  null for any.';
