-- Says that schema.table is no history table, whatever it looks like, now or once it is created: it has
-- no link trigger and is tracked like any other. Links it has stay. watch_history_table undoes it.

create or replace function pggit.unwatch_history_table(history_table text)
returns void
language plpgsql
volatile
security definer -- takes a trigger off the table and remembers it, as its owner
set search_path = pg_catalog, pg_temp
set quote_all_identifiers = off
as $pggit$
declare
  v_source constant text := pggit._table_name(unwatch_history_table.history_table);
begin
  insert into pggit.watched_tables (source, tool_name, is_declined)
  values (v_source, coalesce(pggit._history_tool(pggit._relation_named(v_source)), ''), true)
  on conflict (source) do update
  set is_declined = true, by_request = false, attached = false
  where not watched_tables.is_declined;
  perform pggit._detach_history_table(v_source);
end
$pggit$;

comment on function pggit.unwatch_history_table(text) is
'Declares that a table is no history table, whatever it looks like: it is tracked like any other,
and its rows are not linked. Links that it has stay. The table need not exist yet.
pggit.watch_history_table() undoes it.

- `history_table`: `schema.table`, quoted where needed.';
