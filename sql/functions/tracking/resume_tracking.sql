-- Ends a pause of this session. Without one it does nothing.

create or replace function pggit.resume_tracking()
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $pggit$
begin
  perform set_config('pggit.paused_until', '', false);
end
$pggit$;

comment on function pggit.resume_tracking() is
'Ends the pause of this session. No error when there is none. What happened in the pause stays
drift until pggit.capture() adopts it.';
