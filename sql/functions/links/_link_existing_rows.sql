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
  v_tool pggit.migration_tools;
  v_rows jsonb[];
begin
  select t.* into v_tool
  from pggit.migration_tools t
  where t.tool_name = p_tool_name
  order by t.table_pattern = (
    select c.relname from pg_class c where c.oid = p_relation) desc
  limit 1;
  execute format('select array_agg(x.r) from %s t cross join lateral (%s) x (r)',
    v_source, pggit._history_row_reading(p_relation, 't'))
  into v_rows;
  perform pggit._insert_link(v_tool, v_source, r.r, 'up', p_deployment_id)
  from (
    select u.r from unnest(v_rows) with ordinality as u (r, position)
    where jsonb_path_exists(u.r, v_tool.applied_when)
    order by case when v_tool.number_column is not null
      then pggit._history_row_number(v_tool, u.r) end, u.position
  ) r;
end
$pggit$;

comment on function pggit._link_existing_rows(oid, text, uuid) is
  'Links the rows that a history table had before it could be watched.';
