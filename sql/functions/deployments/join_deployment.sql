-- Makes this session part of a deployment that another one opened. One whose owner is gone gets this
-- session as its owner: it is at work again, and no recovery closes it under the one who goes on.
--
-- Locks: the row of an orphan only, and not while somebody is closing it, which is waited for nowhere.

create or replace function pggit.join_deployment(deployment_id uuid)
returns void
language plpgsql
volatile
security definer -- reads and writes deployments for callers who may not
set search_path = pg_catalog, pg_temp
as $pggit$
declare
  v_deployment pggit.deployments;
  v_is_orphan boolean;
begin
  select d.* into v_deployment
  from pggit.deployments d where d.deployment_id = join_deployment.deployment_id;
  if v_deployment.deployment_id is null then
    perform pggit._raise('PGD03',
      format('there is no deployment %s', coalesce(join_deployment.deployment_id::text, 'null')),
      jsonb_build_object('deployment_id', join_deployment.deployment_id),
      'Open deployments: select deployment_id, name from pggit.deployments where status = ''open''.');
  elsif v_deployment.status <> 'open' then
    perform pggit._raise('PGD04',
      format('deployment %s (%s) is %s', v_deployment.name, v_deployment.deployment_id,
        v_deployment.status),
      jsonb_build_object('deployment_id', v_deployment.deployment_id, 'name', v_deployment.name,
        'status', v_deployment.status),
      'Begin a new one with pggit.begin_deployment(name).');
  end if;

  perform pggit._record_pending(pggit.current_deployment());
  v_is_orphan := current_setting('transaction_read_only') = 'off' and exists (
    select from pggit._ownerless_deployments() o
    where o.deployment_id = v_deployment.deployment_id
  );
  perform set_config('pggit.deployment', v_deployment.deployment_id::text, false);
  if v_is_orphan then
    perform pggit.own_deployment(v_deployment.backend_pid = 0);
  end if;
end
$pggit$;

comment on function pggit.join_deployment(uuid) is
'Makes this session part of an open deployment: its changes and links belong to it from now on.
What the transaction changed before belongs to where the session was. A deployment whose owner is
gone gets this session as its owner.

The session is part of it until the deployment ends, the session ends, or it says `reset
pggit.deployment`. A session can be born in it as well: `PGOPTIONS=''-c pggit.deployment=<id>''`.';
