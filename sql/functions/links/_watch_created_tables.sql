-- Called by the event trigger after CREATE TABLE: gives a tool's history table its link trigger
-- before the tool writes the first row, which may be in the same transaction.
--
-- `when others`: a failure may cost links, never the user's CREATE TABLE. The inner block, whose
-- subtransaction writes, runs only for a table that looks like a history table.

create or replace function pggit._watch_created_tables()
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $pggit$
declare
  r record;
  v_tool_name text;
begin
  for r in
    select c.oid, case when w.by_request then w.tool_name end as tool_name
    from pg_event_trigger_ddl_commands() e
    join pg_class c on c.oid = e.objid and c.relkind in ('r', 'p')
    join pg_namespace n on n.oid = c.relnamespace
    -- In lower case once, and not once for each tool.
    cross join lateral (select lower(c.relname) as name offset 0) l
    left join pggit.watched_tables w on w.source = format('%I.%I', n.nspname, c.relname)
    where e.classid = 'pg_class'::regclass
      and not e.in_extension
      and w.is_declined is not true
      and (w.by_request or exists (
        select from pggit.migration_tools t where l.name like t.like_pattern))
  loop
    v_tool_name := case when r.tool_name is null then pggit._history_tool(r.oid)
      when pggit._has_history_columns(r.oid, r.tool_name) then r.tool_name end;
    continue when v_tool_name is null;
    begin
      perform pggit._attach_history_table(r.oid, v_tool_name);
    exception when others then
      perform pggit._keep_failure('attach', sqlstate, sqlerrm, null,
        array[pggit._relation_identity(r.oid)]);
    end;
  end loop;
exception when undefined_table or undefined_column or undefined_function then
  raise warning 'pggit: no history table is recognised: %', sqlerrm;
end
$pggit$;

comment on function pggit._watch_created_tables() is
  'Attaches the link trigger to those of the tables just created that are a migration tool''s history table.';
