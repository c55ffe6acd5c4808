-- The migration tool whose history table this is, by the table's name and the names and types of its
-- columns; null when it is nobody's. The name comes first: it rules out nearly every table.

create or replace function pggit._history_tool(p_relation oid)
returns text
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $pggit$
begin
  return (
    select t.tool_name
    from pg_class c
    join pggit.migration_tools t
      on lower(c.relname) like t.like_pattern
    where c.oid = p_relation
      and c.relkind in ('r', 'p')
      and not exists (
        select from unnest(t.required_columns, t.column_types) as r (name, wanted)
        where not exists (
          select from pg_attribute a
          where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
            and a.attname = r.name
            and pggit._has_column_type(a.atttypid, a.atttypmod, coalesce(r.wanted, 'any'))))
    -- A team's own entry first. Then: the more a tool asks of a table, the surer it is.
    order by t.is_built_in, cardinality(t.required_columns) desc, t.tool_name
    limit 1
  );
end
$pggit$;

comment on function pggit._history_tool(oid) is
  'The migration tool whose history table this is, by name and columns; null when it is none''s.';
