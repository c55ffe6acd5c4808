-- Appends the link of a history row: the run counts how often the migration went that direction.
-- p_commit_id, p_applied_at: of a migration that ran earlier; else it is running now, and its commit is
-- found when the transaction or the deployment ends. p_link_id: of a migration that was announced.

create or replace function pggit._insert_link(
  p_tool pggit.migration_tools,
  p_source text,
  p_row jsonb,
  p_direction text,
  p_deployment_id uuid,
  p_commit_id uuid default null,
  p_applied_at timestamptz default null,
  p_link_id bigint default null
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
    (link_id, migration_id, migration_key, tool_name, source, deployment_id, run, direction,
     description, checksum, exec_type, script, pggit_commit_id, applied_at)
  overriding system value
  select
    coalesce(p_link_id, nextval('pggit.external_migrations_link_id_seq')),
    pggit._history_row_number(p_tool, p_row), v_key, p_tool.tool_name, p_source, p_deployment_id,
    count(m.link_id) + 1, p_direction, p_row ->> p_tool.description_column,
    p_row ->> p_tool.checksum_column,
    case when p_direction = 'up' then p_row ->> p_tool.exec_type_column end,
    p_row ->> p_tool.script_column,
    p_commit_id, coalesce(p_applied_at, clock_timestamp())
  from (select) as one
  left join pggit.external_migrations m
    on m.source = p_source and m.migration_key = v_key and m.direction = p_direction
  returning link_id into v_link_id;
  if p_commit_id is null then
    perform set_config('pggit.linked', pg_current_xact_id()::text, true);
  end if;
  return v_link_id;
end
$pggit$;

comment on function pggit._insert_link(
  pggit.migration_tools, text, jsonb, text, uuid, uuid, timestamptz, bigint) is
  'Appends the link of a history row and returns its id.';
