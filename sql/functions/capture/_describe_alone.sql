-- Lets one serializable transaction describe at a time. Describing reads and writes the tables that all
-- captures share, and PostgreSQL aborts a serializable transaction whose reads and writes do not fit
-- those of another, at its COMMIT and with its DDL. When nobody else has described and is still open,
-- the one that does not fit is the one that describes, and the error is raised inside its
-- description, where it costs the record alone. Gives false when the wait was too long.
--
-- A statement timeout that ran out in here would undo the user's statement, as nothing catches it:
-- half of it is all that is waited for.
--
-- Locks: an advisory one until the transaction ends, before any row; it looks again and again instead
-- of queueing (_await_locks says why). Call it outside the block that catches a failure of the
-- description, or the lock would go with the failure.

create or replace function pggit._describe_alone()
returns boolean
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $pggit$
declare
  v_deadline constant timestamptz := least(clock_timestamp() + interval '800 ms',
    statement_timestamp() + nullif(current_setting('statement_timeout'), '0')::interval / 2);
begin
  -- Advisory locks are per database. The number before this one is the installer's.
  while not pg_try_advisory_xact_lock(482771167605) loop
    if clock_timestamp() > v_deadline then
      return false;
    end if;
    perform pg_sleep(0.005);
  end loop;
  return true;
end
$pggit$;

comment on function pggit._describe_alone() is
  'Waits until no other serializable transaction describes; called by serializable ones. False when that takes too long.';
