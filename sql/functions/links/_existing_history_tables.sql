-- The history tables that exist, each with its tool: those that look like one and those that are
-- watched, unless a person said that they are none, or asked for one that is not theirs to read. One that
-- has been attached stays its tool's, whatever has become of its columns and of who asked.

create or replace function pggit._existing_history_tables()
returns table (relation oid, source text, tool_name text)
language plpgsql
stable
set search_path = pg_catalog, pg_temp
set quote_all_identifiers = off
as $pggit$
begin
  return query
  select t.oid, t.source, t.tool_name
  from (
    select c.oid, k.source,
      case
        when w.by_request and pggit._may_watch(w.requested_by, c.oid) then w.tool_name
        when w.source is not null or exists (
          select from pggit.migration_tools m where k.name like m.like_pattern)
          or c.oid in (
            select a.attrelid from pg_attribute a
            where a.attnotnull
              and a.attname in (select m.telltale_column from pggit.migration_tools m))
        then coalesce(pggit._history_tool(c.oid), case when w.relation = c.oid then w.tool_name end)
      end as tool_name
    from pg_class c
    join pggit.user_schemas s on s.oid = c.relnamespace
    cross join lateral (
      select format('%s.%I', s.quoted_name, c.relname) as source, lower(c.relname) as name offset 0
    ) k
    left join pggit.watched_tables w on w.source = k.source
    where c.relkind in ('r', 'p')
      and c.relpersistence <> 't'
      and w.is_declined is not true
  ) t
  where t.tool_name is not null
  order by t.source;
end
$pggit$;

comment on function pggit._existing_history_tables() is
  'The history tables that exist, each with its tool.';
