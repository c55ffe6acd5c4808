-- Flyway's history table by the names that a callback got from Flyway; null where there is no such table,
-- or where somebody said that it is none. One that nobody watches yet is known by its columns.

create or replace function pggit._flyway_table(p_source text)
returns oid
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $pggit$
begin
  return (
    select c.oid
    from pg_class c
    left join pggit.watched_tables w on w.source = p_source
    where c.oid = pggit._relation_named(p_source)
      and not coalesce(w.is_declined, false)
      and case when w.attached then w.tool_name else pggit._history_tool(c.oid) end = 'flyway');
end
$pggit$;

comment on function pggit._flyway_table(text) is
  'The oid of a history table of Flyway; null where there is none of that name.';
