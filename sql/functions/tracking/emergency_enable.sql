-- Ends an emergency stop before its time. Without one it does nothing.

create or replace function pggit.emergency_enable()
returns void
language plpgsql
volatile
security definer -- writes settings, which no role but the owner may
set search_path = pg_catalog, pg_temp
as $pggit$
begin
  delete from pggit.settings s where s.name = 'disabled_until';
end
$pggit$;

comment on function pggit.emergency_enable() is
'Ends an emergency stop before its time. No error when there is none.';
