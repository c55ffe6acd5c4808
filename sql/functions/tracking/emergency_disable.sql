-- Stops pggit for the whole database until the duration is over or emergency_enable() is called. No event
-- trigger is altered, and nobody has to come back: the time is stored, and compared with the clock by what
-- would record something. A row of its own, so that the call waits for no other change of settings.
--
-- Nothing is recorded here first: describing may be what the emergency is about.

create or replace function pggit.emergency_disable(duration interval)
returns void
language plpgsql
volatile
security definer -- writes settings, which no role but the owner may
set search_path = pg_catalog, pg_temp
as $pggit$
declare
  v_until constant timestamptz :=
    pggit._require_duration('an emergency stop', emergency_disable.duration);
begin
  insert into pggit.settings (name, value)
  values ('disabled_until', to_jsonb(extract(epoch from v_until)))
  on conflict (name) do update set value = excluded.value;
end
$pggit$;

comment on function pggit.emergency_disable(interval) is
'Stops capture and links for the whole database, transactions that are open already included, until
the duration is over. No event trigger is altered, and nobody has to end it. A second call
replaces the first.

- `duration`: positive and finite.

What happens meanwhile shows as drift, which pggit.capture() adopts; rows of history tables are
for pggit.backfill_links(). A deployment that is open keeps what it had captured.';
