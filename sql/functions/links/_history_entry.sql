-- The entry of the registry that a table fits, by its name and the names and types of its
-- columns; null when it is nobody's. The name comes first: it rules out nearly every table. A
-- telltale column does as well, which is never null: in a copy of the rows for safekeeping
-- (CREATE TABLE AS) it may be. A tool that somebody registered has no table that they may not read.

create or replace function pggit._history_entry(p_relation oid)
returns pggit.migration_tools
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $pggit$
declare
  v_entry pggit.migration_tools;
begin
  select t.* into v_entry
  from pg_class c
  join pggit.migration_tools t
    on lower(c.relname) like t.like_pattern
    or exists (
      select from pg_attribute a
      where a.attrelid = c.oid and a.attname = t.telltale_column and a.attnotnull)
  where c.oid = p_relation
    and c.relkind in ('r', 'p')
    and not exists (
      select from unnest(t.required_columns, t.column_types) as r (name, wanted)
      where not exists (
        select from pg_attribute a
        where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
          and a.attname = r.name
          and pggit._has_column_type(a.atttypid, coalesce(r.wanted, 'any'))))
    and (t.beside_table is null or exists (
      select from pg_class b
      where b.relname = t.beside_table and b.relnamespace = c.relnamespace))
    and pggit._may_watch(t.registered_by, c.oid)
  -- A team's own entry first. Then: the more a tool asks of a table, the surer it is.
  order by t.is_built_in, cardinality(t.required_columns) desc, t.beside_table is null, t.tool_name
  limit 1;
  return v_entry;
end
$pggit$;

comment on function pggit._history_entry(oid) is
  'The entry of pggit.migration_tools that a table fits, by name and columns; null when there is none.';
