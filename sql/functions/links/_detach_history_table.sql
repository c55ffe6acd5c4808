-- Takes the link trigger off a table that is a history table no longer; it is tracked like any other from
-- here on. Its links stay.
--
-- Locks: DROP TRIGGER locks the table exclusively.

create or replace function pggit._detach_history_table(p_source text)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $pggit$
declare
  v_relation constant oid := to_regclass(p_source)::oid;
  v_tracking constant text := coalesce(current_setting('pggit.tracking', true), '');
begin
  if exists (
    select from pg_trigger t
    where t.tgrelid = v_relation and t.tgname = 'zz_pggit_link'
      and t.tgfoid = to_regprocedure('pggit._link_history_row()')::oid
  ) then
    perform set_config('pggit.tracking', 'off', true);
    execute format('drop trigger zz_pggit_link on %s', pggit._relation_identity(v_relation));
    perform set_config('pggit.tracking', v_tracking, true);
  end if;
  if v_relation is not null then
    perform pggit._mark('pg_class'::regclass, v_relation);
  end if;
end
$pggit$;

comment on function pggit._detach_history_table(text) is
  'Takes pggit''s link trigger off a table, which is tracked like any other from here on.';
