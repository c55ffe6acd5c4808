-- Whether the engine was installed without event triggers.

create or replace function pggit._is_manual_mode()
returns boolean
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $pggit$
begin
  return exists (
    select from pggit.settings s where s.name = 'mode' and s.value = '"manual"'::jsonb);
end
$pggit$;

comment on function pggit._is_manual_mode() is
  'Whether the engine runs without event triggers, so that nothing is captured by itself.';
