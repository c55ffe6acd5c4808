-- Links what migration tools wrote before pggit watched: rows that were there when pggit was installed, or
-- from before it knew the tool. Such a link has the commit of what was there at the installation, or the
-- commit of its own transaction where pggit recorded it, and the time that the tool's row says (that of
-- the commit where it says none). A row is linked once, however often this runs.
--
-- Locks: an advisory lock keeps two of it from linking the same row; it takes none on the history tables
-- but that of a reader.

create or replace function pggit.backfill_links(
  history_table text default null,
  dry_run boolean default false
)
returns table (source text, tool_name text, rows_found int, rows_linked int)
language plpgsql
volatile
security definer -- reads the tools' tables and writes links, as its owner
set search_path = pg_catalog, pg_temp
set quote_all_identifiers = off
as $pggit$
declare
  v_source constant text := case when backfill_links.history_table is not null
    then pggit._table_name(backfill_links.history_table) end;
  v_tool pggit.migration_tools;
  t record;
begin
  if not coalesce(backfill_links.dry_run, false) then
    perform pg_advisory_xact_lock(hashtextextended('pggit.backfill_links', 0));
    perform pggit._follow_history_tables();
  end if;
  for t in
    select e.relation, e.source, e.tool_name, c.relname
    from pggit._existing_history_tables() e
    join pg_class c on c.oid = e.relation
    where (v_source is null or e.source = v_source)
      and not exists (
        select from pggit.watched_tables w where w.source = e.source and w.is_bookkeeping)
      -- A lock, say, of tables that came while nothing was tracked, so that nobody watches it yet.
      and (exists (select from pggit.watched_tables w where w.source = e.source)
        or (pggit._history_entry(e.relation)).row_stands_for is distinct from 'nothing')
  loop
    v_tool := pggit._source_tool(t.source, t.relname, t.tool_name);
    source := t.source;
    tool_name := v_tool.tool_name;
    begin
      select b.p_found, b.p_linked into rows_found, rows_linked
      from pggit._backfill_table(
        t.relation, t.source, v_tool, coalesce(backfill_links.dry_run, false)) b;
    exception when insufficient_privilege or sqlstate 'PGX03' then
      if v_source is not null then
        raise;
      end if;
      raise warning 'pggit: % cannot be read: %', t.source, sqlerrm;
      continue;
    end;
    return next;
  end loop;
  if v_source is not null and source is null then
    perform pggit._raise('PGX03',
      format('%s is not a history table that pggit knows', v_source),
      jsonb_build_object('history_table', v_source,
        'known', (select jsonb_agg(e.source) from pggit._existing_history_tables() e)),
      'pggit.watch_history_table() says which tool''s table it is; pggit.history_tables lists those known.');
  end if;
end
$pggit$;

comment on function pggit.backfill_links(text, boolean) is
'Links the rows of history tables that were written before pggit watched. Returns one row for each
table. A row is linked once, however often this runs.

- `history_table`: `schema.table`; null for all that pggit knows.
- `dry_run` true: nothing is written.
- `rows_found`: how many rows count as applied migrations. `rows_linked`: how many of them were
  linked now; with `dry_run` how many would be.

A link gets the first commit, which holds what was there at the installation, or the commit of the
transaction that wrote the row where pggit recorded that. Its time is that of the tool''s row.';
