-- Links the rows a history table has already, for a table that came to be while nothing could watch it
-- (manual mode). Which change belongs to which of them cannot be known.

create or replace function pggit._link_existing_rows(
  p_relation oid,
  p_tool_name text,
  p_deployment_id uuid
)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $pggit$
declare
  v_source constant text := pggit._relation_identity(p_relation);
  v_tool constant pggit.migration_tools := pggit._source_tool(
    v_source, (select c.relname from pg_class c where c.oid = p_relation), p_tool_name);
begin
  perform pggit._insert_link(v_tool, v_source, r.history_row, 'up', p_deployment_id)
  from pggit._history_rows(p_relation, v_tool) r;
end
$pggit$;

comment on function pggit._link_existing_rows(oid, text, uuid) is
  'Links the rows that a history table had before it could be watched.';
