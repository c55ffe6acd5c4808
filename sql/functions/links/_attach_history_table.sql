-- Puts the link trigger on a history table. Its name sorts last, after the tool's own triggers.
-- The trigger is DDL of ours, so capture is off while it is created. A table that a tool has
-- beside its history gets none: it is only not tracked. One that is a lock gets the trigger
-- that makes a deployment of its holding.
--
-- Where a tool writes the row in another session than the migration's, that migration (one that
-- installs pggit) must not put the trigger there: the tool's other session, which has the table
-- open, would wait for it with the row, and the migration for that session. That is no circle
-- that the server could see. The table is not tracked then, and has no trigger until the run
-- ends (_attach_late) or the next upgrade.
--
-- Locks: those of CREATE TRIGGER until the transaction ends.

create or replace function pggit._attach_history_table(p_relation oid, p_tool_name text)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
set quote_all_identifiers = off
as $pggit$
declare
  v_source constant text := pggit._relation_identity(p_relation);
  v_tracking constant text := coalesce(current_setting('pggit.tracking', true), '');
  v_entry constant pggit.migration_tools := pggit._history_entry(p_relation);
  v_is_bookkeeping boolean := coalesce(v_entry.row_stands_for = 'nothing', false);
begin
  -- Another table may have had the name until a moment ago.
  if exists (
    select from pggit.watched_tables w where w.source = v_source and w.relation <> p_relation
  ) then
    perform pggit._follow_history_tables();
  end if;
  insert into pggit.watched_tables as w (source, tool_name, attached, relation, is_bookkeeping)
  values (v_source, p_tool_name, true, p_relation, v_is_bookkeeping)
  on conflict (source) do update
  set tool_name = excluded.tool_name, attached = true, relation = excluded.relation,
      is_bookkeeping = excluded.is_bookkeeping and not w.by_request
  where (w.tool_name, w.attached, w.relation, w.is_bookkeeping) is distinct from (
    excluded.tool_name, true, excluded.relation, excluded.is_bookkeeping and not w.by_request);
  select w.is_bookkeeping into v_is_bookkeeping
  from pggit.watched_tables w where w.source = v_source;
  if v_is_bookkeeping then
    perform pggit._tell_tools_apart(p_relation);
    if v_entry.lock_column is null then
      return;
    end if;
  end if;

  if exists (
    select from pg_trigger t
    where t.tgrelid = p_relation
      and t.tgname = case when v_is_bookkeeping then 'zz_pggit_lock' else 'zz_pggit_link' end
  ) then
    return;
  end if;
  if not v_is_bookkeeping
    and (pggit._source_tool(v_source, p_tool_name => p_tool_name, p_table_name => (
      select c.relname from pg_class c where c.oid = p_relation))).linked_at_end
    and exists (
      select from pg_locks l
      join pg_stat_activity a on a.pid = l.pid and a.datname = current_database()
      where l.locktype = 'relation' and l.relation = p_relation and l.database = a.datid
        and a.pid <> pg_backend_pid()
        and coalesce(a.state, 'idle in transaction') like 'idle in transaction%')
  then
    raise warning 'pggit: no link trigger on %: a transaction of somebody else has it open', v_source;
    return;
  end if;
  perform set_config('pggit.tracking', 'off', true);
  if v_is_bookkeeping then
    execute format(
      'create trigger zz_pggit_lock after update on %1$s for each row '
      'when (old.%2$I is distinct from new.%2$I) execute function pggit._follow_tool_lock(%3$L, %2$L)',
      v_source, v_entry.lock_column, p_tool_name);
  else
    execute format(
      'create trigger zz_pggit_link after insert or update or delete on %s '
      'for each row execute function pggit._link_history_row(%L)', v_source, p_tool_name);
  end if;
  perform set_config('pggit.tracking', v_tracking, true);
end
$pggit$;

comment on function pggit._attach_history_table(oid, text) is
  'Puts pggit''s link trigger on a migration tool''s history table.';
