-- Ends a transaction's record: describes the marks, and commits what belongs to this transaction
-- alone. Inside a deployment the changes stay staged until it ends, unless it commits as it goes.

create or replace function pggit._record_transaction()
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $pggit$
declare
  v_deployment constant uuid := pggit._session_deployment();
  v_auto_commit boolean := true;
begin
  perform pggit._record_pending(v_deployment);

  if v_deployment is not null then
    select d.auto_commit into v_auto_commit
    from pggit.deployments d where d.deployment_id = v_deployment;
  end if;
  if v_auto_commit then
    perform pggit._commit_transaction(v_deployment);
  end if;
  -- Changes made before this session began its deployment, in the same transaction.
  if v_deployment is not null then
    perform pggit._commit_transaction(null);
  end if;
end
$pggit$;

comment on function pggit._record_transaction() is
  'Describes the transaction''s marks and commits what does not wait for the end of a deployment.';
