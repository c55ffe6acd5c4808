-- Whether a relation is a table with the columns that a tool's history table has. Only names count: who
-- names the table by hand knows better than a list of types.

create or replace function pggit._has_history_columns(p_relation oid, p_tool_name text)
returns boolean
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $pggit$
begin
  return exists (
    select from pggit.migration_tools t
    join pg_class c on c.oid = p_relation and c.relkind in ('r', 'p')
    where t.tool_name = p_tool_name and t.row_stands_for <> 'nothing'
      and t.required_columns <@ array(
        select a.attname::text from pg_attribute a
        where a.attrelid = p_relation and a.attnum > 0 and not a.attisdropped)
  );
end
$pggit$;

comment on function pggit._has_history_columns(oid, text) is
  'Whether a table has the columns that a migration tool''s history table has.';
