-- The rows that a history table has, those that count as applied, each with the transaction that wrote it
-- last (the upper half of its id is that of now: a table keeps only the lower). In the order in which the
-- tool numbered or applied them.
--
-- Rights: row security is off, because a policy's functions must not run with the rights of pggit's
-- owner; where the owner is subject to it, the table cannot be read.
--
-- Locks: that of a reader on the table, until the transaction ends (_lock_history_table).

create or replace function pggit._history_rows(
  p_relation oid,
  p_tool pggit.migration_tools
)
returns table (history_row jsonb, transaction_id xid8)
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
set row_security = off
as $pggit$
declare
  v_identity constant text := pggit._lock_history_table(p_relation);
  -- Of what changes with a run, the first is the order in which a tool without numbers ran (Liquibase).
  v_order_column constant text := coalesce(p_tool.number_column, p_tool.rerun_columns[1]);
  v_next constant bigint := pg_snapshot_xmax(pg_current_snapshot())::text::bigint;
  v_rows jsonb[];
  v_xmins bigint[];
begin
  execute format(
    'select array_agg(x.r), array_agg(t.xmin::text::bigint) from %s t cross join lateral (%s) x (r)',
    v_identity, pggit._history_row_reading(p_relation, 't'))
  into v_rows, v_xmins;
  return query
  select u.r, greatest(v_next - ((v_next - u.xmin) & 4294967295), 0)::text::xid8
  from unnest(v_rows, v_xmins) with ordinality as u (r, xmin, position)
  where jsonb_path_exists(u.r, p_tool.applied_when, '{}', true)
  order by
    case when u.r ->> v_order_column ~ '^[0-9]{1,18}$' then (u.r ->> v_order_column)::bigint end,
    pggit._history_row_time(p_tool, u.r), u.position;
end
$pggit$;

comment on function pggit._history_rows(oid, pggit.migration_tools) is
  'The rows of a history table that count as applied, each with the transaction that wrote it.';
