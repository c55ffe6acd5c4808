-- Called by the event trigger after CREATE TABLE: gives a tool's history table its link trigger
-- before the tool writes the first row, which may be in the same transaction.
--
-- `when others`: a failure may cost links, never the user's CREATE TABLE. The block runs only for a
-- table that looks like a history table, so ordinary tables cost no subtransaction.

create or replace function pggit._watch_created_tables()
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $pggit$
declare
  r record;
begin
  for r in
    select c.objid, coalesce(w.tool_name, pggit._history_tool(c.objid)) as tool_name
    from pg_event_trigger_ddl_commands() c
    left join pggit.watched_tables w
      on w.by_request and w.source = pggit._relation_identity(c.objid)
    where c.classid = 'pg_class'::regclass
      and c.object_type = 'table'
      and c.schema_name is distinct from 'pg_temp'
      and c.schema_name is distinct from 'pggit'
      and not c.in_extension
      and coalesce(w.tool_name, pggit._history_tool(c.objid)) is not null
  loop
    begin
      perform pggit._attach_history_table(r.objid, r.tool_name);
    exception when others then
      perform pggit._keep_failure('attach', sqlstate, sqlerrm, null,
        array[pggit._relation_identity(r.objid)]);
    end;
  end loop;
end
$pggit$;

comment on function pggit._watch_created_tables() is
  'Attaches the link trigger to a migration tool''s history table as soon as it is created.';
