-- Attaches the link trigger to every history table that is there already. Tables that this role may
-- not put a trigger on are left as they are; _unlinked_history_tables() has them.
--
-- One that others are using is a history table all the same, and no change of the schema: it gets its
-- trigger at the next look, which p_is_quiet says is soon.
--
-- p_must_lock: whether a table that others are using is an error; otherwise it is left for another time.
-- Locks: those of CREATE TRIGGER, for which it does not queue, because others would queue behind it.

create or replace function pggit._attach_existing_history_tables(
  p_must_lock boolean default false,
  p_is_quiet boolean default false
)
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
      if sqlstate in ('55P03', '55006') then
        insert into pggit.watched_tables as w
          (source, tool_name, attached, relation, is_bookkeeping)
        values (r.source, r.tool_name, true, r.relation,
          coalesce((pggit._history_entry(r.relation)).row_stands_for = 'nothing', false))
        on conflict (source) do update set attached = true, relation = excluded.relation;
      end if;
      if not p_is_quiet then
        raise warning using
          message = format('pggit: no link trigger on %s: %s', r.source, sqlerrm),
          hint = case when sqlstate = '42501'
            then 'Grant the table''s owner to the owner of pggit; then pggit.backfill_links() links its rows.'
            else 'It gets its trigger with the next comparison, or by pggit.attach_history_tables().' end;
      end if;
    end;
  end loop;
end
$pggit$;

comment on function pggit._attach_existing_history_tables(boolean, boolean) is
  'Attaches the link trigger to all history tables that exist.';
