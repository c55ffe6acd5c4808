-- Links the rows a history table has already, for a table that came to be while nothing could watch it
-- (manual mode). Which change belongs to which of them cannot be known.
--
-- A tool that names its steps (link_migration_key) has links for them already: those become the rows'.

create or replace function pggit._link_existing_rows(
  p_relation oid,
  p_tool_name text,
  p_deployment_id uuid
)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
set quote_all_identifiers = off
as $pggit$
declare
  v_source constant text := pggit._relation_identity(p_relation);
  v_tool constant pggit.migration_tools := pggit._source_tool(
    v_source, (select c.relname from pg_class c where c.oid = p_relation), p_tool_name);
  v_rows constant jsonb[] := array(
    select h.history_row from pggit._history_rows(p_relation, v_tool) h);
begin
  update pggit.external_migrations m
  set source = v_source,
      migration_id = pggit._history_row_number(v_tool, h.r),
      description = h.r ->> v_tool.description_column,
      checksum = h.r ->> v_tool.checksum_column
  from unnest(v_rows) as h (r)
  where m.migration_key = pggit._history_row_key(v_tool, h.r)
    and m.deployment_id = p_deployment_id
    and m.source = v_tool.tool_name
    and m.direction = 'up'
    and m.reverted_at is null;
  perform pggit._insert_link(v_tool, v_source, h.r, 'up', p_deployment_id)
  from unnest(v_rows) as h (r)
  where not exists (
    select from pggit.external_migrations m
    where m.migration_key = pggit._history_row_key(v_tool, h.r)
      and m.deployment_id = p_deployment_id
      and m.source = v_source
      and m.direction = 'up'
      and m.reverted_at is null);
end
$pggit$;

comment on function pggit._link_existing_rows(oid, text, uuid) is
  'Links the rows that a history table had before it could be watched.';
