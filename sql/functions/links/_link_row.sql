-- What a changed row of a history table means: a new link, a refreshed or a reverted one. p_tool_name:
-- the tool as the trigger has it, for a table that nobody watches by its name: it may have been renamed.
-- p_old is null for an insert, p_new for a delete. p_is_end: whether the transaction is at its end, which some
-- tools' rows wait for. A row that does not say which migration it is of is an error, which the trigger turns
-- into a warning: a link without a name would be nobody's.
--
-- Locks: it appends, and updates only links of its own history table.

create or replace function pggit._link_row(
  p_source text,
  p_table_name text,
  p_tool_name text,
  p_old jsonb,
  p_new jsonb,
  p_is_end boolean default false
)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $pggit$
declare
  v_tool pggit.migration_tools;
  v_missing text[];
  v_was boolean;
  v_is boolean;
begin
  if not exists (select from pggit.watched_tables w where w.source = p_source) then
    perform pggit._follow_history_tables();
  end if;
  v_tool := pggit._source_tool(p_source, p_table_name, p_tool_name);
  if v_tool.tool_name is null then
    return;
  end if;
  v_missing := array(
    select k.name from unnest(v_tool.key_columns) with ordinality as k (name, n)
    where not coalesce(p_new, p_old) ? k.name
    order by k.n);
  if v_missing <> '{}' then
    perform pggit._raise('PGX03',
      format('history table %s has no readable column %s, which names the migrations of %s',
        p_source, array_to_string(v_missing, ', '), v_tool.tool_name),
      jsonb_build_object('history_table', p_source, 'tool_name', v_tool.tool_name,
        'columns', to_jsonb(v_missing)),
      'Give the column its name and type back, then call pggit.backfill_links().');
  end if;
  if v_tool.linked_at_end and not p_is_end then
    insert into pggit.unlinked_rows (source, table_name, tool_name, old_row, new_row)
    values (p_source, p_table_name, v_tool.tool_name, p_old, p_new);
    return;
  end if;
  v_was := coalesce(jsonb_path_exists(p_old, v_tool.applied_when, '{}', true), false);
  v_is := coalesce(jsonb_path_exists(p_new, v_tool.applied_when, '{}', true), false);
  if v_tool.row_stands_for = 'position' then
    if v_tool.number_column is not null and p_old is null and not v_is then
      perform pggit._revert_unseen_step(v_tool, p_source, p_new);
    end if;
    perform pggit._link_position(
      v_tool, p_source, case when v_was then p_old end, case when v_is then p_new end);
    return;
  end if;

  if p_old is null and v_tool.reverted_when is not null
    and coalesce(jsonb_path_exists(p_new, v_tool.reverted_when, '{}', true), false)
  then
    perform pggit._revert_link(v_tool, p_source, p_new, true);
    return;
  end if;
  if v_is and v_was and pggit._history_row_key(v_tool, p_old) = pggit._history_row_key(v_tool, p_new)
    and p_old -> v_tool.number_column is not distinct from p_new -> v_tool.number_column
  then
    if exists (
      select from unnest(v_tool.rerun_columns) as c (name)
      where p_old -> c.name is distinct from p_new -> c.name
    ) then
      perform pggit._write_link(v_tool, p_source, p_new, 'up');
    else
      perform pggit._refresh_link(v_tool, p_source, p_new);
    end if;
    return;
  end if;
  if v_was then
    perform pggit._revert_link(v_tool, p_source, p_old, not v_is);
  end if;
  if v_is then
    perform pggit._write_link(v_tool, p_source, p_new, 'up');
  end if;
end
$pggit$;

comment on function pggit._link_row(text, text, text, jsonb, jsonb, boolean) is
  'Writes, refreshes or reverts the link of a changed row of a history table.';
