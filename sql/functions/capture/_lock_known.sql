-- Locks the known rows that the described objects are about to change, in the order of their ids, and
-- returns the descriptions to write. PostgreSQL lets some commands run side by side on one object
-- (GRANT beside COMMENT, a rename beside a change of what refers to it): an object that another session
-- changed after ours was described is described again now that it is ours, so that neither change is
-- lost. p_known_ids, p_known_changes: the known rows as they were before the description.
--
-- A row that another transaction holds on is given up: its description loses its definition, and the
-- object is drift until the next capture. The wait looks again and again instead of queueing
-- (_await_locks says why), for all rows or none, so that two sessions never wait for each other. So is a
-- row that has changed since the snapshot of a repeatable-read transaction, which may not write it.
--
-- NOT IN, because its list is hashed whatever its length is taken for.

create or replace function pggit._lock_known(
  p_described pggit._description[],
  p_known_ids uuid[],
  p_known_changes bigint[]
)
returns pggit._description[]
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan
as $pggit$
declare
  v_described pggit._description[] := p_described;
  v_known_ids uuid[] := p_known_ids;
  v_known_changes bigint[] := p_known_changes;
  v_ids uuid[];
  v_held uuid[];
  v_stale uuid[];
  v_deadline constant timestamptz := clock_timestamp() + interval '800 ms';
  v_pause float8 := 0.001::float8;
  v_is_overtaken boolean := false;
begin
  loop
    -- What a lock finds is the row as it is now, not as the description may have found it.
    begin
      select
        coalesce(array_agg(l.object_id), '{}'),
        coalesce(array_agg(l.object_id) filter (
          where (l.object_id, l.change_id) not in (
            select k.id, k.change_id
            from unnest(v_known_ids, v_known_changes) as k (id, change_id))), '{}')
      into v_ids, v_stale
      from (
        select l.object_id, l.change_id
        from unnest(v_described) d
        join pggit.live_objects l on l.objid = d.objid and l.classid = d.classid and l.kind = d.kind
        order by l.object_id
        for update of l nowait
      ) l;
      v_held := v_ids;
    exception
      when lock_not_available then
        v_held := null;
      when serialization_failure then
        v_held := null;
        v_is_overtaken := true;
    end;
    if v_held is null and not v_is_overtaken and clock_timestamp() < v_deadline then
      perform pg_sleep(v_pause);
      v_pause := least(v_pause * 2, 0.02);
      continue;
    elsif v_held is null then
      v_ids := array(
        select l.object_id from unnest(v_described) d
        join pggit.live_objects l on l.objid = d.objid and l.classid = d.classid and l.kind = d.kind);
      v_held := case when v_is_overtaken then pggit._lock_current(v_ids) else array(
        select h.object_id from (
          select l.object_id from pggit.live_objects l
          where l.object_id = any (v_ids) order by l.object_id for update skip locked) h) end;
      v_stale := array(
        select l.object_id from pggit.live_objects l
        where l.object_id = any (v_held)
          and (l.object_id, l.change_id) not in (
            select k.id, k.change_id
            from unnest(v_known_ids, v_known_changes) as k (id, change_id)));
    end if;
    if v_stale = '{}' and cardinality(v_held) = cardinality(v_ids) then
      return v_described;
    end if;
    v_described := pggit._replace_descriptions(v_described, v_ids, v_held, v_stale);
    select
      array_agg(k.object_id), array_agg(k.change_id)
    into v_known_ids, v_known_changes
    from (
      select k.object_id, k.change_id
      from unnest(v_known_ids, v_known_changes) as k (object_id, change_id)
      where k.object_id <> all (v_stale)
      union all
      select l.object_id, l.change_id from pggit.live_objects l where l.object_id = any (v_stale)
    ) k;
  end loop;
end
$pggit$;

comment on function pggit._lock_known(pggit._description[], uuid[], bigint[]) is
  'Locks the known rows that are about to change; describes again what another session changed meanwhile.';
