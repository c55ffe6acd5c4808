-- Locks the row of a branch that another session may hold, until the transaction ends, and gives the
-- commit it ends at.
--
-- Locks: that row, after all others. It waits as long as the caller's lock_timeout says, by looking
-- again and again and not in the queue of the lock (_await_locks says why). For a prepared transaction it
-- does not wait at all: nobody knows when that one ends, and each commit would wait in vain.

create or replace function pggit._lock_branch(p_branch text)
returns uuid
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $pggit$
declare
  v_limit constant interval := nullif(current_setting('lock_timeout'), '0')::interval;
  v_since constant timestamptz := clock_timestamp();
  v_pause float8 := 0.001::float8;
  v_end uuid;
  v_preparer text;
begin
  loop
    select b.commit_id into v_end
    from pggit.branches b where b.name = p_branch for update skip locked;
    exit when found;
    if not exists (select from pggit.branches b where b.name = p_branch) then
      perform pggit._require_history();
      perform pggit._raise('PGR01', format('there is no branch %L', p_branch),
        jsonb_build_object('ref', p_branch), 'Without it there is no history to append to.');
    end if;
    v_preparer := pggit._branch_preparer();
    if v_preparer is not null then
      perform pggit._raise('PGR04',
        format('branch %L is held by the prepared transaction %L', p_branch, v_preparer),
        jsonb_build_object('branch', p_branch, 'gid', v_preparer),
        format('Commit it (commit prepared %1$L) or roll it back (rollback prepared %1$L), and do this '
          'again: nothing is lost.', v_preparer));
    elsif clock_timestamp() - v_since > v_limit then
      raise lock_not_available using
        message = format('branch %L is locked by another session', p_branch);
    end if;
    perform pg_sleep(v_pause);
    v_pause := least(v_pause * 2, 0.01);
  end loop;
  return v_end;
end
$pggit$;

comment on function pggit._lock_branch(text) is
  'Locks a branch for the rest of the transaction and returns the commit it ends at.';
