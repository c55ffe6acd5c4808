-- The row trigger on a migration tool's history table: the link is written in the tool's own
-- transaction, so it is there exactly when the history row is.
--
-- Runs as its owner: the migrating role needs no right on pggit. `when others`, and a statement timeout
-- that runs out in here: a failure may cost a link, never the migration. All that depends on the rest of
-- the engine, types included, is inside the block or in _link_row. Takes no lock that another session of
-- the tool may hold.
--
-- What the transaction changed so far is described in here, so transaction_timeout stands still as it
-- does in _finish_transaction.
--
-- Only columns of built-in types are read: turning a value into JSON runs the cast its type defines,
-- and a cast somebody defined must not run with the rights of pggit's owner.
--
-- v_table_name: a name is compared as in C. Passed on as it is, it would hand that down to every comparison
-- in the functions it is given to, and no index of ours is ordered so.

create or replace function pggit._link_history_row()
returns trigger
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
set quote_all_identifiers = off
set enable_seqscan = off
set jit = off
as $pggit$
declare
  v_source constant text := format('%I.%I', tg_table_schema, tg_table_name);
  v_transaction_timeout constant text := current_setting('transaction_timeout', true);
  v_table_name constant text := tg_table_name::text;
  v_may_describe boolean := true;
  v_reading text;
  v_old jsonb;
  v_new jsonb;
  v_sqlstate text;
  v_message text;
begin
  if current_setting('pggit.tracking', true) = 'off' then
    return null;
  end if;
  -- Flyway's main session would conflict with its other one, which is about to commit; the end of the run
  -- links the row.
  if current_setting('transaction_isolation') = 'serializable' and tg_argv[0] = 'flyway' then
    return null;
  end if;
  if v_transaction_timeout <> '0' then
    perform set_config('transaction_timeout', '0', true);
  end if;
  if current_setting('transaction_isolation') = 'serializable'
    and to_regproc('pggit._describe_alone') is not null
  then
    v_may_describe := pggit._describe_alone();
  end if;
  begin
    if not v_may_describe then
      raise lock_not_available using message = 'other serializable transactions are being recorded';
    end if;
    if pggit._disabled_until() is null then
      v_reading := pggit._history_row_reading(tg_relid);
      if tg_op <> 'INSERT' then
        execute v_reading into v_old using old;
      end if;
      if tg_op <> 'DELETE' then
        execute v_reading into v_new using new;
      end if;
      perform pggit._link_row(v_source, v_table_name, tg_argv[0], v_old, v_new);
    end if;
  exception when query_canceled or others then
    get stacked diagnostics v_sqlstate = returned_sqlstate, v_message = message_text;
    if to_regproc('pggit._keep_failure') is not null then
      perform pggit._keep_failure('link', v_sqlstate, v_message, null, array[v_source]);
    elsif v_sqlstate = '57014' then
      raise;
    else
      raise warning 'pggit could not record this change: %', v_message;
    end if;
  end;
  if v_transaction_timeout <> '0' then
    perform set_config('transaction_timeout', v_transaction_timeout, true);
  end if;
  return null;
end
$pggit$;

comment on function pggit._link_history_row() is
  'Row trigger on migration tools'' history tables: writes, refreshes or reverts the link of the row.';
