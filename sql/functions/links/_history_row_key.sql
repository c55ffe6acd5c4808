-- What names the migration of a history row: its key columns, joined with two colons; where they are all
-- null (Flyway's repeatable migrations have no version) the column that the tool has for those.

create or replace function pggit._history_row_key(p_tool pggit.migration_tools, p_row jsonb)
returns text
language plpgsql
immutable
set search_path = pg_catalog, pg_temp
as $pggit$
begin
  return (
    select coalesce(
      case when p_tool.unnamed_key_column is not null and count(p_row ->> k.name) = 0
        then p_row ->> p_tool.unnamed_key_column end,
      string_agg(coalesce(p_row ->> k.name, ''), '::' order by k.n))
    from unnest(p_tool.key_columns) with ordinality as k (name, n)
  );
end
$pggit$;

comment on function pggit._history_row_key(pggit.migration_tools, jsonb) is
  'The key of the migration a history row stands for.';
