-- Stops capture for this session until the duration is over or resume_tracking() is called. Other
-- sessions are not touched, and no event trigger is altered: the pause is a setting of the session,
-- so it ends with it, and a rollback takes it back.

create or replace function pggit.pause_tracking(duration interval)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $pggit$
begin
  -- ISO 8601, which every DateStyle reads alike.
  perform set_config('pggit.paused_until', to_char(
    pggit._require_duration('a pause', pause_tracking.duration) at time zone 'UTC',
    'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), false);
end
$pggit$;

comment on function pggit.pause_tracking(interval) is
'Pauses capture in this session, for a duration. It ends by itself when that is over, with the
session, and when the transaction that began it is rolled back; other sessions do not notice. A
second call replaces the first.

- `duration`: positive and finite.

What happens meanwhile shows as drift, which pggit.capture() adopts. Links are written all the
same.';
