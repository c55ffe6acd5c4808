-- Appends the link of a history row: the run counts how often the migration went that direction.

create or replace function pggit._insert_link(
  p_tool pggit.migration_tools,
  p_source text,
  p_row jsonb,
  p_direction text,
  p_deployment_id uuid
)
returns bigint
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $pggit$
declare
  v_key constant text := pggit._history_row_key(p_tool, p_row);
  v_link_id bigint;
begin
  insert into pggit.external_migrations
    (migration_id, migration_key, tool_name, source, deployment_id, run, direction, description,
     checksum)
  select
    pggit._history_row_number(p_tool, p_row), v_key, p_tool.tool_name, p_source, p_deployment_id,
    count(m.link_id) + 1, p_direction, p_row ->> p_tool.description_column,
    p_row ->> p_tool.checksum_column
  from (select) as one
  left join pggit.external_migrations m
    on m.source = p_source and m.migration_key = v_key and m.direction = p_direction
  returning link_id into v_link_id;
  perform set_config('pggit.linked', pg_current_xact_id()::text, true);
  return v_link_id;
end
$pggit$;

comment on function pggit._insert_link(pggit.migration_tools, text, jsonb, text, uuid) is
  'Appends the link of a history row and returns its id.';
