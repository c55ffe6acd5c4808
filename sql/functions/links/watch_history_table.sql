-- Names a history table that its name does not give away ("our migrations live in
-- ops.schema_log"): linked from now on, or from the moment the tool creates it. Also takes back
-- what unwatch_history_table said, of a tool's lock as well.
--
-- It runs as its owner, who may read every table: rows that its caller may not read are refused (PGX07), and
-- those of a table that is created later are linked only if the caller may read them then.

create or replace function pggit.watch_history_table(history_table text, tool_name text)
returns void
language plpgsql
volatile
security definer -- puts a trigger on the tool's table and remembers it
set search_path = pg_catalog, pg_temp
set quote_all_identifiers = off
as $pggit$
declare
  v_source text;
  v_relation oid;
  v_role constant name := pggit._effective_role()::name;
begin
  if not exists (
    select from pggit.migration_tools t where t.tool_name = watch_history_table.tool_name
  ) then
    perform pggit._raise_unknown_tool(watch_history_table.tool_name);
  end if;
  v_source := pggit._table_name(watch_history_table.history_table);
  if (parse_ident(v_source))[1] in ('pggit', 'information_schema')
    or starts_with((parse_ident(v_source))[1], 'pg_')
  then
    perform pggit._raise('PGX03',
      format('%s is in a schema of the system or of pggit itself, where no tool has its history',
        v_source),
      jsonb_build_object('history_table', v_source), 'Check the name of the table.');
  end if;
  v_relation := pggit._relation_named(v_source);
  -- The tool's lock, which is known for what it is.
  if (pggit._history_entry(v_relation)).lock_column is not null
    and pggit._history_tool(v_relation) = watch_history_table.tool_name
  then
    delete from pggit.watched_tables w where w.source = v_source and w.is_declined;
    perform pggit._attach_history_table(v_relation, watch_history_table.tool_name);
    perform pggit._mark('pg_class'::regclass, v_relation);
    return;
  end if;
  if v_relation is not null
    and not pggit._has_history_columns(v_relation, watch_history_table.tool_name)
  then
    perform pggit._raise('PGX03',
      format('%s is not a table with the columns of a history table of %s', v_source,
        watch_history_table.tool_name),
      (select jsonb_build_object('history_table', v_source, 'required_columns', t.required_columns)
       from pggit.migration_tools t
       where t.tool_name = watch_history_table.tool_name
       order by t.row_stands_for = 'nothing', t.is_built_in desc limit 1),
      'Check the name of the table and of the tool.');
  end if;

  if v_relation is not null and not pggit._may_watch(v_role, v_relation) then
    perform pggit._raise('PGX07',
      format('role %s may not have the rows of %s linked, which all readers of pggit would see',
        quote_ident(v_role), v_source),
      jsonb_build_object('history_table', v_source, 'role', v_role),
      'Call it as the table''s owner, or as a role that has SELECT and TRIGGER on it.');
  end if;

  insert into pggit.watched_tables (source, tool_name, by_request, requested_by)
  values (v_source, watch_history_table.tool_name, true, v_role)
  on conflict (source) do update
  set tool_name = excluded.tool_name, by_request = true, is_declined = false,
    is_bookkeeping = false, requested_by = excluded.requested_by
  where not (watched_tables.by_request and watched_tables.tool_name = excluded.tool_name
    and watched_tables.requested_by is not distinct from excluded.requested_by);
  if v_relation is not null then
    perform pggit._attach_history_table(v_relation, watch_history_table.tool_name);
    -- A table that was tracked until now leaves the live state.
    perform pggit._mark('pg_class'::regclass, v_relation);
  end if;
end
$pggit$;

comment on function pggit.watch_history_table(text, text) is
'Declares a table to be the history table of a migration tool, for one whose name does not give it
away. Its rows are linked from now on, or from its creation; those that are there already are for
pggit.backfill_links(). The same again changes nothing.

- `history_table`: `schema.table`, quoted where needed. One that exists must have the tool''s
  columns, and the caller must be able to read it and to put a trigger on it, because every reader
  of pggit sees what links say. For one that is created later the same holds then.
- `tool_name`: a tool that pggit knows by itself, or one of pggit.register_migration_tool().';
