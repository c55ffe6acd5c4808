-- Whether this session's DDL is captured right now. Two settings, both of the session alone:
-- pggit.tracking = off (the installer's own DDL), and a pause with the time it ends.

create or replace function pggit._is_tracking()
returns boolean
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $pggit$
declare
  v_paused_until constant text := current_setting('pggit.paused_until', true);
begin
  if current_setting('pggit.tracking', true) = 'off' then
    return false;
  elsif v_paused_until is null or v_paused_until = '' then
    return true;
  end if;
  -- Anyone may set the setting to nonsense; that must not stop their DDL.
  begin
    return v_paused_until::timestamptz <= clock_timestamp();
  exception when data_exception or invalid_parameter_value then
    return true;
  end;
end
$pggit$;

comment on function pggit._is_tracking() is
  'Whether this session''s DDL is captured now: false while it is paused or pggit.tracking is off.';
