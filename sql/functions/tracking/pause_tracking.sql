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
  'Pauses capture in this session; it resumes by itself when the duration is over. What happens meanwhile shows as drift.';
