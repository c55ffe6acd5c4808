-- Puts the link trigger on a history table that should have it and has not. Where others use the table it is
-- left for another time.

create or replace function pggit._attach_late(p_source text)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
set lock_timeout = '10ms'
as $pggit$
declare
  v_table constant oid := pggit._flyway_table(p_source);
begin
  if v_table is not null and not exists (
    select from pg_trigger t where t.tgrelid = v_table and t.tgname = 'zz_pggit_link'
  ) then
    perform pggit._attach_history_table(v_table, 'flyway');
  end if;
exception when insufficient_privilege or lock_not_available then
  raise warning 'pggit: no link trigger on %: %', p_source, sqlerrm;
end
$pggit$;

comment on function pggit._attach_late(text) is
  'Puts the link trigger on a history table of Flyway that has none.';
