-- Brings pggit's own entries of the registry up to date; called by every installation and upgrade. An
-- entry that a team made itself is left alone, also where pggit has one for the same name meanwhile.
--
-- Locks: the rows of migration_tools that change.

create or replace function pggit._refresh_built_in_tools()
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $pggit$
begin
  delete from pggit.migration_tools t
  where t.is_built_in
    and (t.tool_name, t.table_pattern) not in (
      select b.tool_name, b.table_pattern from pggit._built_in_tools() b);
  insert into pggit.migration_tools as t
    (tool_name, table_pattern, required_columns, column_types, number_column, key_columns,
     description_column, checksum_column, applied_at_column, row_stands_for, applied_when,
     beside_table, rerun_columns, telltale_column, lock_column, exec_type_column,
     unnamed_key_column, reverted_when, linked_at_end, script_column,
     is_built_in)
  select b.*, true from pggit._built_in_tools() b
  on conflict (tool_name, table_pattern) do update set
    required_columns = excluded.required_columns,
    column_types = excluded.column_types,
    number_column = excluded.number_column,
    key_columns = excluded.key_columns,
    description_column = excluded.description_column,
    checksum_column = excluded.checksum_column,
    applied_at_column = excluded.applied_at_column,
    row_stands_for = excluded.row_stands_for,
    applied_when = excluded.applied_when,
    beside_table = excluded.beside_table,
    rerun_columns = excluded.rerun_columns,
    telltale_column = excluded.telltale_column,
    lock_column = excluded.lock_column,
    exec_type_column = excluded.exec_type_column,
    unnamed_key_column = excluded.unnamed_key_column,
    reverted_when = excluded.reverted_when,
    linked_at_end = excluded.linked_at_end,
    script_column = excluded.script_column
  where t.is_built_in;
end
$pggit$;

comment on function pggit._refresh_built_in_tools() is
  'Brings the built-in entries of pggit.migration_tools up to date.';
