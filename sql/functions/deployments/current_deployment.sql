-- For programs that want to know whether to begin a deployment or to join the one that is there.

create or replace function pggit.current_deployment()
returns uuid
language plpgsql
stable
security definer -- reads deployments for callers who may not
set search_path = pg_catalog, pg_temp
as $pggit$
begin
  return pggit._session_deployment(false);
end
$pggit$;

comment on function pggit.current_deployment() is
  'The open deployment this session belongs to (setting pggit.deployment or application_name pggit:<id>); null when there is none.';
