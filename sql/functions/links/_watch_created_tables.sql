-- Called by the event trigger after CREATE TABLE with the tables it made and their names: gives
-- a tool's history table its link trigger before the tool writes the first row, which may be in
-- the same transaction. Almost no table is one, so the names alone are looked at first, and the
-- columns that only such a table has.
--
-- `when others`: a failure may cost links, never the user's CREATE TABLE. The inner block,
-- whose subtransaction writes, runs only for a table that looks like a history table.

create or replace function pggit._watch_created_tables(p_relations oid[], p_tables text[])
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
set quote_all_identifiers = off
as $pggit$
declare
  v_names constant text := lower(array_to_string(p_tables, ' '));
  v_telltales oid[];
  r record;
  v_tool_name text;
begin
  v_telltales := array(
    select a.attrelid
    from pg_attribute a
    where a.attrelid = any (p_relations) and a.attnotnull and a.attname = any (array(
      select m.telltale_column from pggit.migration_tools m where m.telltale_column is not null)));
  if v_telltales = '{}'
    and not exists (
      select from pggit.migration_tools t where v_names like '%' || t.like_pattern || '%')
    and not exists (
      select from pggit.watched_tables w
      where w.by_request
        and parse_ident(w.source) in (select parse_ident(t.name) from unnest(p_tables) as t (name)))
  then
    return;
  end if;
  for r in
    select c.oid, w.requested_by, w.by_request and not pggit._may_watch(w.requested_by, c.oid) as is_refused,
      case when w.by_request then w.tool_name end as tool_name
    from pg_class c
    join pg_namespace n on n.oid = c.relnamespace
    -- In lower case once, and not once for each tool.
    cross join lateral (select lower(c.relname) as name offset 0) l
    left join pggit.watched_tables w on w.source = format('%I.%I', n.nspname, c.relname)
    where c.oid = any (p_relations)
      and c.relkind in ('r', 'p')
      and w.is_declined is not true
      and (w.by_request or exists (
        select from pggit.migration_tools t where l.name like t.like_pattern)
        or c.oid = any (v_telltales))
  loop
    if r.is_refused then
      raise warning 'pggit: rows of % are not linked: role %, who asked for it, may not read them',
        pggit._relation_identity(r.oid), quote_ident(r.requested_by);
    end if;
    v_tool_name := case when r.tool_name is null or r.is_refused then pggit._history_tool(r.oid)
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

comment on function pggit._watch_created_tables(oid[], text[]) is
  'Attaches the link trigger to those of the tables just created that are a migration tool''s history table.';
