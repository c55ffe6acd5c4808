-- Puts the triggers on history tables, and on the locks of tools that have one, where they are
-- missing. It is done when a tool creates its tables and at every installation; this is for
-- those that were in use then, or that the role which installed pggit may not touch.
--
-- Locks: those of CREATE TRIGGER, for which it does not queue.

create or replace function pggit.attach_history_tables(tool text default null)
returns table (source text, tool_name text, is_lock boolean, attached boolean)
language plpgsql
volatile
security definer -- puts triggers on tools' tables and remembers it, as its owner
set search_path = pg_catalog, pg_temp
set quote_all_identifiers = off
as $pggit$
begin
  perform pggit._recognise_history_tables();
  return query
  select e.source, e.tool_name, n.lock_column is not null,
    exists (
      select from pg_trigger t
      where t.tgrelid = e.relation and t.tgname in ('zz_pggit_link', 'zz_pggit_lock'))
  from pggit._existing_history_tables() e
  cross join lateral pggit._history_entry(e.relation) n
  where e.tool_name = coalesce(attach_history_tables.tool, e.tool_name)
    and (n.row_stands_for is distinct from 'nothing' or n.lock_column is not null)
  order by e.source;
end
$pggit$;

comment on function pggit.attach_history_tables(text) is
'Puts pggit''s triggers on history tables and locks of migration tools that have none yet. Returns
all of them, those that had one before included. It happens by itself when a tool creates its
tables and at an installation; this is for tables that were in use then, or not pggit''s to touch.

- `tool` null: of every tool.
- `source`: the table, with its schema. `tool_name`: the tool that it is of.
- `is_lock`: a table with which a tool keeps others out, as Liquibase has it.
- `attached`: false where the trigger could not be made, because the table is in use or belongs to
  somebody else.';
