-- A history row was edited without the migration running again (a repair, a new checksum).

create or replace function pggit._refresh_link(
  p_tool pggit.migration_tools,
  p_source text,
  p_row jsonb
)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $pggit$
begin
  update pggit.external_migrations m
  set description = p_row ->> p_tool.description_column,
      checksum = p_row ->> p_tool.checksum_column
  where m.source = p_source
    and m.migration_key = pggit._history_row_key(p_tool, p_row)
    and m.direction = 'up'
    and m.reverted_at is null
    and (m.description is distinct from p_row ->> p_tool.description_column
      or m.checksum is distinct from p_row ->> p_tool.checksum_column);
end
$pggit$;

comment on function pggit._refresh_link(pggit.migration_tools, text, jsonb) is
  'Takes over the description and checksum of an edited history row.';
