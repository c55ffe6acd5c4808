-- Flyway's history table by the names that a callback got from Flyway; null where there is no such table,
-- or where somebody said that it is none.

create or replace function pggit._flyway_table(p_source text)
returns oid
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $pggit$
begin
  return (
    select c.oid from pg_class c
    where c.oid = pggit._relation_named(p_source) and c.relkind in ('r', 'p')
      and coalesce((
        select not w.is_declined and w.tool_name = 'flyway'
        from pggit.watched_tables w where w.source = p_source), true)
      and pggit._history_tool(c.oid) = 'flyway');
end
$pggit$;

comment on function pggit._flyway_table(text) is
  'The oid of a history table of Flyway; null where there is none of that name.';
