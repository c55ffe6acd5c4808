-- The row trigger on the lock table of a migration tool that runs in one session (Liquibase):
-- taking the lock begins a deployment, giving it back ends it. Its condition is that the lock
-- column has changed, because Liquibase also gives back what nobody holds. tg_argv: the tool
-- and that column.
--
-- Runs as its owner: the migrating role needs no right on pggit. `when others`, and a statement
-- timeout that runs out in here: an error would stop the tool from giving its lock back, and
-- every run after it would wait. So it is none even with pggit.on_error = raise, which stops a
-- run that takes the lock before it has done anything. All that depends on the rest of the
-- engine is inside the block.

create or replace function pggit._follow_tool_lock()
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
  v_transaction_timeout constant text := current_setting('transaction_timeout', true);
  v_may_record boolean := true;
  v_new jsonb;
  v_sqlstate text;
  v_message text;
begin
  if current_setting('pggit.tracking', true) = 'off' then
    return null;
  end if;
  -- It would end the session, and with it the release of the lock. Not set where it does not matter.
  if v_transaction_timeout <> '0' then
    perform set_config('transaction_timeout', '0', true);
  end if;
  -- Outside of the block, and alone: a conflict that is found at the COMMIT would keep the lock.
  if current_setting('transaction_isolation') = 'serializable'
    and to_regproc('pggit._describe_alone') is not null
  then
    v_may_record := pggit._describe_alone();
  end if;
  begin
    if not v_may_record then
      raise lock_not_available using message = 'other serializable transactions are being recorded';
    end if;
    execute pggit._history_row_reading(tg_relid) into v_new using new;
    if (v_new ->> tg_argv[1])::boolean then
      perform pggit._take_tool_lock(tg_relid, tg_argv[0], v_new);
    else
      perform pggit._release_tool_lock(tg_relid);
    end if;
  exception when query_canceled or others then
    get stacked diagnostics v_sqlstate = returned_sqlstate, v_message = message_text;
    if (v_new ->> tg_argv[1])::boolean is not true then
      if current_setting('pggit.held_lock', true) in ('', tg_relid::text) then
        -- What the session does from here on is no part of the run. Whoever comes next closes it. Not
        -- empty, which it is after a RESET ALL in the run (_session_deployment).
        perform set_config('pggit.deployment', '', false);
        perform set_config('pggit.held_lock', '0', false);
      end if;
      perform set_config('pggit.on_error', 'warn', true);
    end if;
    begin
      perform pggit._keep_failure('lock', v_sqlstate, v_message, null,
        array[format('%I.%I', tg_table_schema, tg_table_name)]);
    exception when undefined_function then
      raise warning 'pggit could not record this run: %', v_message;
    end;
  end;
  return null;
end
$pggit$;

comment on function pggit._follow_tool_lock() is
  'Row trigger on a migration tool''s lock table: a deployment begins when the lock is taken and ends when it is given back.';
