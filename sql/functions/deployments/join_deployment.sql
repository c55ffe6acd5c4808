-- Makes this session part of a deployment that another one opened.

create or replace function pggit.join_deployment(deployment_id uuid)
returns void
language plpgsql
volatile
security definer -- reads deployments for callers who may not
set search_path = pg_catalog, pg_temp
as $pggit$
declare
  v_deployment pggit.deployments;
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
  perform set_config('pggit.deployment', v_deployment.deployment_id::text, false);
end
$pggit$;

comment on function pggit.join_deployment(uuid) is
  'Makes this session part of an open deployment: its changes and links belong to it from now on.';
