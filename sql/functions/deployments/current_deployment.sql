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
'The id of the open deployment that this session belongs to; null when there is none. It is what
the setting `pggit.deployment` holds, else what an `application_name` of the form `pggit:<id>`
says. An id that names no open deployment counts as none.';
