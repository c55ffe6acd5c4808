-- Stops capture for this session until the duration is over or resume_tracking() is called. Other
-- sessions are not touched, and no event trigger is altered: the pause is a setting of the session,
-- so it ends with it, and a rollback takes it back.

create or replace function pggit.pause_tracking(duration interval)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $pggit$
declare
  v_until timestamptz;
begin
  begin
    if isfinite(pause_tracking.duration) then
      v_until := clock_timestamp() + pause_tracking.duration;
    end if;
  exception when datetime_field_overflow then
    v_until := null;
  end;
  if v_until is null or v_until <= clock_timestamp() then
    perform pggit._raise('PGT01',
      format('a pause must last for some time, not %s',
        coalesce(pause_tracking.duration::text, 'null')),
      jsonb_build_object('duration', pause_tracking.duration::text),
      'Pass a positive interval, for example ''10 minutes''.');
  end if;
  -- ISO 8601, which every DateStyle reads alike.
  perform set_config('pggit.paused_until',
    to_char(v_until at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), false);
end
$pggit$;

comment on function pggit.pause_tracking(interval) is
  'Pauses capture in this session; it resumes by itself when the duration is over. What happens meanwhile shows as drift.';
