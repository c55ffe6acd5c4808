-- Waits a moment for others to let go of relations they hold in ACCESS EXCLUSIVE, the one mode in which
-- they cannot be read.
--
-- By looking again and again, as everywhere in capture, and not in a lock's queue. A session that
-- queues is part of what the server takes for a deadlock, and its victim is whoever has queued for
-- deadlock_timeout: not this session, whose wait would end before, but a user's statement that was
-- waiting already.

create or replace function pggit._await_locks()
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $pggit$
declare
  v_deadline constant timestamptz := clock_timestamp() + interval '200 ms';
begin
  while clock_timestamp() < v_deadline and exists (
    select from pg_locks l
    where l.locktype = 'relation'
      and l.mode = 'AccessExclusiveLock'
      and l.granted
      and l.database = (select d.oid from pg_database d where d.datname = current_database())
      and l.pid is distinct from pg_backend_pid()
  ) loop
    perform pg_sleep(0.01);
  end loop;
end
$pggit$;

comment on function pggit._await_locks() is
  'Waits a moment for relations that other sessions hold in ACCESS EXCLUSIVE mode.';
