-- Ends a CQRS change: how each operation ended, its commit, and a warning for those that failed. Inside a
-- deployment of the session's that ends later, there is no commit yet.
--
-- Locks: as end_deployment(); the branch, last of all.

create or replace function pggit._finish_cqrs_change(
  p_id uuid,
  p_change pggit.cqrs_change,
  p_failures jsonb
)
returns uuid
language plpgsql
volatile
security definer -- writes history as its owner, which no role may
set search_path = pg_catalog, pg_temp
set lock_timeout = '800ms'
as $pggit$
declare
  v_record constant pggit.cqrs_records := pggit._cqrs_record(p_id);
  v_total constant int := cardinality(pggit._cqrs_operations_of(p_change, 'command'))
    + cardinality(pggit._cqrs_operations_of(p_change, 'query'));
  v_failed constant int := coalesce(jsonb_array_length(p_failures), 0);
  v_changes constant bigint[] := array(
    select c.change_id from pggit.cqrs_record_changes c
    where c.cqrs_change_id = p_id order by c.change_id);
  v_message constant text := coalesce(
    nullif(btrim(v_record.description, E' \t\r\n'), ''),
    'CQRS change: ' || pggit._describe_changes(v_changes));
  -- Those of a change within this one may be in a commit already.
  v_staged constant bigint[] := array(
    select c.change_id from pggit.changes c
    where c.change_id = any (v_changes) and c.commit_id is null order by c.change_id);
  v_commit_id uuid;
begin
  insert into pggit.cqrs_record_operations (cqrs_change_id, side, position, sqlstate, error)
  select p_id, s.side, o.n, f.failure ->> 'sqlstate', f.failure ->> 'message'
  from unnest(array['command', 'query']) as s (side)
  cross join lateral generate_series(
    1, cardinality(pggit._cqrs_operations_of(p_change, s.side))) as o (n)
  left join jsonb_array_elements(p_failures) as f (failure)
    on f.failure ->> 'side' = s.side and (f.failure ->> 'index')::int = o.n;

  if v_record.has_deployment then
    v_commit_id := pggit._close_deployment(
      v_record.deployment_id, 'completed',
      case when v_failed > 0 then format('%s of %s operations failed', v_failed, v_total) end,
      v_message);
    perform set_config('pggit.deployment', '', false);
    update pggit.cqrs_records r set deployment_id = null
    where r.cqrs_change_id = p_id
      and not exists (
        select from pggit.deployments d where d.deployment_id = v_record.deployment_id);
  elsif v_staged <> '{}' and exists (
    select from pggit.deployments d
    where d.deployment_id = v_record.deployment_id and d.auto_commit)
  then
    begin
      v_commit_id := pggit._append_commit(
        v_staged, v_message, v_record.deployment_id, p_extend => false);
    exception
      when serialization_failure or lock_not_available or deadlock_detected or sqlstate 'PGR04' then
      -- They stay staged, and whoever commits next puts them into the history first.
      v_commit_id := null;
    end;
  else
    select c.commit_id into v_commit_id
    from pggit.changes c where c.change_id = any (v_changes) order by c.change_id desc limit 1;
  end if;

  if v_failed > 0 then
    raise warning using
      message = format('pggit: %s of %s operations of the CQRS change failed: %s', v_failed, v_total, (
        select string_agg(format('%s %s (%s)',
          f.failure ->> 'side', f.failure ->> 'index', f.failure ->> 'message'), '; ' order by f.n)
        from jsonb_array_elements(p_failures) with ordinality as f (failure, n))),
      detail = p_failures::text,
      hint = format('The others were kept. See: select * from pggit.cqrs_operations '
        'where cqrs_change_id = %L', p_id);
  end if;
  return v_commit_id;
end
$pggit$;

comment on function pggit._finish_cqrs_change(uuid, pggit.cqrs_change, jsonb) is
  'Records how the operations of a CQRS change ended and makes its commit; returns the commit''s id.';
