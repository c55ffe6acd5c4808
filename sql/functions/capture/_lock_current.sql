-- Locks known rows, one by one where it must be, for a transaction whose snapshot is older than some of
-- them, and returns those it got: not the ones that another session has changed or removed since, or
-- holds.

create or replace function pggit._lock_current(p_ids uuid[])
returns uuid[]
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan
as $pggit$
declare
  v_id uuid;
  v_held uuid[] := '{}'::uuid[];
begin
  begin
    perform from pggit.live_objects l
    where l.object_id = any (p_ids) order by l.object_id for update nowait;
    return p_ids;
  exception when serialization_failure or lock_not_available then
    null;
  end;
  for v_id in select i.id from unnest(p_ids) as i (id) order by i.id loop
    begin
      perform from pggit.live_objects l where l.object_id = v_id for update nowait;
      v_held := v_held || v_id;
    exception when serialization_failure or lock_not_available then
      null;
    end;
  end loop;
  return v_held;
end
$pggit$;

comment on function pggit._lock_current(uuid[]) is
  'Locks known rows; returns those that no other session has changed since the snapshot.';
