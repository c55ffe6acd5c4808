-- The link to come of the migration that this session has announced, where it belongs to the deployment. With
-- null, that of a migration whose deployment is closed: it was at work when somebody else closed it, and what
-- it changes is its own all the same.
--
-- Anybody may set the setting to anything: only what this session announced itself counts. RESET ALL and
-- DISCARD ALL leave it empty, and the migration goes on until it is over: then it is the last one this backend
-- has announced and not ended. A session that never announced anything has no setting.

create or replace function pggit._announced_link(p_deployment_id uuid)
returns bigint
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $pggit$
declare
  v_setting constant text := current_setting('pggit.announced', true);
begin
  if v_setting = '' then
    return (
      select max(a.link_id) from pggit.announced_migrations a
      where (a.deployment_id = p_deployment_id
          or p_deployment_id is null and not exists (
            select from pggit.deployments d
            where d.deployment_id = a.deployment_id and d.status = 'open'))
        and a.backend_pid = pg_backend_pid()
        and a.ended_at is null
        and a.announced_at >= (
          select s.backend_start from pg_stat_activity s where s.pid = pg_backend_pid()));
  end if;
  if v_setting is null or v_setting !~ '^[0-9]{1,18}$' then
    return null;
  end if;
  return (
    select a.link_id from pggit.announced_migrations a
    where a.link_id = v_setting::bigint
      and (a.deployment_id = p_deployment_id
        or p_deployment_id is null and not exists (
          select from pggit.deployments d
          where d.deployment_id = a.deployment_id and d.status = 'open'))
      and a.backend_pid = pg_backend_pid());
end
$pggit$;

comment on function pggit._announced_link(uuid) is
  'The link_id of the migration that this session has announced in a deployment, with null in a closed one; null when there is none.';
