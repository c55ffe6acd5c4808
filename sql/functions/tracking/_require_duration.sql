-- When something ends that begins now and lasts for the duration; refuses what is no time from now.

create or replace function pggit._require_duration(p_what text, p_duration interval)
returns timestamptz
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $pggit$
declare
  v_until timestamptz;
begin
  begin
    if isfinite(p_duration) then
      v_until := clock_timestamp() + p_duration;
    end if;
  exception when datetime_field_overflow then
    v_until := null;
  end;
  if v_until is null or v_until <= clock_timestamp() then
    perform pggit._raise('PGT01',
      format('%s must last for some time, not %s', p_what, coalesce(p_duration::text, 'null')),
      jsonb_build_object('duration', p_duration::text),
      'Pass a positive interval, for example ''10 minutes''.');
  end if;
  return v_until;
end
$pggit$;

comment on function pggit._require_duration(text, interval) is
  'When something ends that begins now; raises an error for a duration that is no time from now.';
