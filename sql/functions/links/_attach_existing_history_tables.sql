-- Attaches the link trigger to every history table that is there already. Tables that this role may
-- not put a trigger on are left as they are; pggit.history_tables shows them as not attached.
--
-- p_must_lock: whether a table that others are using is an error; otherwise it is left for another time.
-- Locks: those of CREATE TRIGGER, for which it does not queue, because others would queue behind it.

create or replace function pggit._attach_existing_history_tables(p_must_lock boolean default false)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
set lock_timeout = '10ms'
as $pggit$
declare
  r record;
begin
  perform pggit._follow_history_tables();
  for r in select t.relation, t.source, t.tool_name from pggit._existing_history_tables() t loop
    begin
      perform pggit._attach_history_table(r.relation, r.tool_name);
    exception when insufficient_privilege or lock_not_available then
      if p_must_lock and sqlstate = '55P03' then
        raise;
      end if;
      raise warning 'pggit: no link trigger on %: %', r.source, sqlerrm;
    end;
  end loop;
end
$pggit$;

comment on function pggit._attach_existing_history_tables(boolean) is
  'Attaches the link trigger to all history tables that exist.';
