-- Opens the record of a CQRS change, with a deployment of its own unless the session is in one. What the
-- transaction changed before is recorded first, so that it gets no side.

create or replace function pggit._begin_cqrs_change(p_change pggit.cqrs_change, p_atomic boolean)
returns uuid
language plpgsql
volatile
security definer -- writes records as their owner, whom the caller's operations may not become
set search_path = pg_catalog, pg_temp
as $pggit$
declare
  v_id constant uuid := gen_random_uuid();
  v_deployment uuid := pggit.current_deployment();
  v_has_deployment constant boolean := v_deployment is null;
  v_blank record;
begin
  select s.side, o.n into v_blank
  from unnest(array['command', 'query']) with ordinality as s (side, part)
  cross join lateral unnest(pggit._cqrs_operations_of(p_change, s.side)) with ordinality
    as o (operation, n)
  where o.operation !~ E'\\S' is not false
  order by s.part, o.n
  limit 1;
  if v_blank.side is not null then
    perform pggit._raise('PGC01',
      format('operation %s of the %s side is empty', v_blank.n, v_blank.side),
      jsonb_build_object('side', v_blank.side, 'index', v_blank.n),
      'Each operation is an SQL statement; leave the empty ones out.');
  elsif cardinality(pggit._cqrs_operations_of(p_change, 'command')) = 0
    and cardinality(pggit._cqrs_operations_of(p_change, 'query')) = 0
  then
    perform pggit._raise('PGC01', 'a CQRS change without any operation', jsonb_build_object(),
      'Pass row(array[...], array[...], ''what it is for'')::pggit.cqrs_change: SQL for the command '
      'side, SQL for the query side, and a description.');
  end if;

  if v_has_deployment then
    v_deployment := pggit.begin_deployment(
      coalesce(nullif(btrim((p_change).description, E' \t\r\n'), ''), 'CQRS change'));
  else
    perform pggit._record_pending(v_deployment);
    perform pggit._capture_in_manual_mode(v_deployment);
    if (select d.auto_commit from pggit.deployments d where d.deployment_id = v_deployment) then
      perform pggit._commit_transaction(v_deployment, gen_random_uuid(), '{}');
    end if;
  end if;
  insert into pggit.cqrs_records
    (cqrs_change_id, description, is_atomic, deployment_id, has_deployment, newest_before, role_name,
     application_name)
  select v_id, (p_change).description, coalesce(p_atomic, true), v_deployment, v_has_deployment,
    coalesce((select max(c.change_id) from pggit.changes c), 0),
    pggit._effective_role(), current_setting('application_name');
  return v_id;
end
$pggit$;

comment on function pggit._begin_cqrs_change(pggit.cqrs_change, boolean) is
  'Checks a CQRS change and opens its record; returns its id.';
