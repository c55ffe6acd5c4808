-- An operation that ends, leaves or changes the deployment of its session would take the operations after
-- it out of the change.

create or replace function pggit._require_cqrs_deployment(p_id uuid)
returns void
language plpgsql
stable
security definer -- reads records as their owner for callers who may not
set search_path = pg_catalog, pg_temp
as $pggit$
begin
  if pggit.current_deployment() is distinct from (pggit._cqrs_record(p_id)).deployment_id then
    perform pggit._raise('PGC03', 'it ends or leaves the deployment that the change belongs to',
      jsonb_build_object(), null);
  end if;
end
$pggit$;

comment on function pggit._require_cqrs_deployment(uuid) is
  'An error when the session has left the deployment of its CQRS change.';
