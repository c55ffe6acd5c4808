-- Refuses an entry for the registry that could not work, with the parameter that is wrong.

create or replace function pggit._check_migration_tool(p_tool pggit.migration_tools)
returns void
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $pggit$
declare
  v_wrong record;
begin
  select w.parameter, w.problem, w.hint into v_wrong
  from (values
    ('tool_name', p_tool.tool_name is null,
      'has no name', 'Pass the name that links shall carry, for example ''acme-migrate''.'),
    ('table_pattern', coalesce(btrim(p_tool.table_pattern, E'% \t\r\n'), '') = '',
      'needs the name of its history table',
      'Pass the name without schema; % stands for any characters, beside others.'),
    ('table_pattern', p_tool.table_pattern like '%.%',
      format('has the table name %s with a schema', p_tool.table_pattern),
      'Pass the name alone; pggit.watch_history_table() names one table of one schema.'),
    ('key_columns', coalesce(cardinality(p_tool.key_columns), 0) = 0,
      'needs the columns that name a migration', 'Pass for example ARRAY[''name''].'),
    ('required_columns',
      exists (select from unnest(p_tool.required_columns) as c (name)
              where nullif(btrim(c.name), '') is null),
      'has a column without a name', 'Leave a column that the tool does not have out, or pass NULL.'),
    ('column_types',
      p_tool.column_types is not null
        and cardinality(p_tool.column_types) is distinct from cardinality(p_tool.required_columns),
      'has another number of column types than of required columns',
      'Pass required_columns and column_types together, one type for each column.'),
    ('column_types',
      exists (select from unnest(p_tool.column_types) as c (wanted)
              where c.wanted is null or c.wanted not in ('number', 'text', 'time',
                'boolean', 'json', 'any')),
      'has a column type that pggit does not know',
      'Types are number, text, time, boolean, json and any.'),
    ('row_stands_for', p_tool.row_stands_for not in ('migration', 'position', 'nothing'),
      format('has rows that stand for %s', p_tool.row_stands_for),
      'Pass migration; position for a tool that overwrites its row; nothing for a table beside it.'),
    ('key_columns', p_tool.row_stands_for = 'position' and cardinality(p_tool.key_columns) > 1,
      'keeps a position and has more than one key column', 'A position has one key column.')
  ) as w (parameter, is_wrong, problem, hint)
  where w.is_wrong or w.is_wrong is null
  limit 1;
  if found then
    perform pggit._raise('PGX04',
      format('migration tool %s %s', coalesce(quote_literal(p_tool.tool_name), 'null'), v_wrong.problem),
      jsonb_build_object('tool_name', p_tool.tool_name, 'parameter', v_wrong.parameter),
      v_wrong.hint);
  end if;
end
$pggit$;

comment on function pggit._check_migration_tool(pggit.migration_tools) is
  'Raises when an entry for the registry of migration tools could not work.';
