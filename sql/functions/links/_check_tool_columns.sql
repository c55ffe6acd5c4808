-- Refuses an entry for the registry that fits none of the tables that have its name already: a column is
-- misspelt, or of a type that pggit does not read (one that a user defined: _history_row_reading).

create or replace function pggit._check_tool_columns(p_tool pggit.migration_tools)
returns void
language plpgsql
stable
set search_path = pg_catalog, pg_temp
set quote_all_identifiers = off
as $pggit$
declare
  v_table record;
begin
  select t.source, t.missing into v_table
  from (
    select format('%s.%I', s.quoted_name, c.relname) as source,
      array(
        select r.name from unnest(p_tool.required_columns, p_tool.column_types) as r (name, wanted)
        where not exists (
          select from pg_attribute a
          where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
            and a.attname = r.name and a.atttypid < 16384
            and pggit._has_column_type(a.atttypid, coalesce(r.wanted, 'any')))
      ) as missing
    from pg_class c
    join pggit.user_schemas s on s.oid = c.relnamespace
    where c.relkind in ('r', 'p')
      and lower(c.relname) like (pggit._like_pattern(array[lower(p_tool.table_pattern)]))[1]
  ) t
  order by t.missing <> '{}', t.source
  limit 1;
  if v_table.missing <> '{}' then
    perform pggit._raise('PGX04',
      format('table %s has no column %s that migration tool %L could be read from', v_table.source,
        array_to_string(v_table.missing, ', '), p_tool.tool_name),
      jsonb_build_object('tool_name', p_tool.tool_name, 'parameter', 'required_columns',
        'history_table', v_table.source, 'missing', to_jsonb(v_table.missing)),
      'Check the names and types of the columns; pggit reads columns of PostgreSQL''s own types.');
  end if;
end
$pggit$;

comment on function pggit._check_tool_columns(pggit.migration_tools) is
  'Raises when the tables that have the name of a tool''s history table lack its columns.';
