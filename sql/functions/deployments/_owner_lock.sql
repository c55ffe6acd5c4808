-- The advisory lock that owners behind a pooler hold. One key for each deployment.

create or replace function pggit._owner_lock(p_deployment_id uuid)
returns bigint
language sql
immutable
set search_path = pg_catalog, pg_temp
as $pggit$
  select hashtextextended('pggit.deployment ' || p_deployment_id::text, 0)
$pggit$;

comment on function pggit._owner_lock(uuid) is
  'Key of the advisory lock of a deployment whose owner is behind a pooler.';
