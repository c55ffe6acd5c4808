-- A tool has made a table of its own beside its history table: that one may be another tool's than it
-- looked like alone (Rails' and dbmate's are the same).

create or replace function pggit._tell_tools_apart(p_beside oid)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $pggit$
begin
  update pggit.watched_tables w set tool_name = t.tool_name
  from pg_class b
  join pg_class c on c.relnamespace = b.relnamespace
  cross join lateral (select pggit._history_tool(c.oid) as tool_name) t
  where b.oid = p_beside
    and c.oid in (select k.relation from pggit.watched_tables k)
    and w.relation = c.oid
    and not w.by_request and not w.is_declined and not w.is_bookkeeping
    and w.tool_name <> t.tool_name;
end
$pggit$;

comment on function pggit._tell_tools_apart(oid) is
  'Looks again whose the history tables of a schema are, after a tool''s table beside them was made.';
