-- Takes pggit's trigger off a table that is a history table no longer; it is tracked like any other from
-- here on. Its links stay.
--
-- Locks: DROP TRIGGER locks the table exclusively.

create or replace function pggit._detach_history_table(p_source text)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
set quote_all_identifiers = off
as $pggit$
declare
  v_relation constant oid := pggit._relation_named(p_source);
  v_trigger name;
  v_tracking constant text := coalesce(current_setting('pggit.tracking', true), '');
begin
  for v_trigger in
    select t.tgname from pg_trigger t
    join pg_proc p on p.oid = t.tgfoid and p.pronamespace = 'pggit'::regnamespace
    where t.tgrelid = v_relation and t.tgname in ('zz_pggit_link', 'zz_pggit_lock')
  loop
    perform set_config('pggit.tracking', 'off', true);
    execute format('drop trigger %I on %s', v_trigger, pggit._relation_identity(v_relation));
    perform set_config('pggit.tracking', v_tracking, true);
  end loop;
  if v_relation is not null then
    perform pggit._mark('pg_class'::regclass, v_relation);
  end if;
end
$pggit$;

comment on function pggit._detach_history_table(text) is
  'Takes pggit''s link trigger off a table, which is tracked like any other from here on.';
