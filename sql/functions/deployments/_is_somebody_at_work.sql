-- Whether a deployment is open whose owner is not gone. In manual mode, what is new in the catalog may be
-- its own then.

create or replace function pggit._is_somebody_at_work()
returns boolean
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $pggit$
begin
  return exists (
    select from pggit.deployments d
    where d.status = 'open'
      and d.deployment_id not in (select o.deployment_id from pggit.orphaned_deployments() o));
end
$pggit$;

comment on function pggit._is_somebody_at_work() is
  'Whether a deployment is open whose owner is not gone.';
