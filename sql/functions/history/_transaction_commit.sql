-- The commit the running transaction has made outside a deployment, if it has made one.

create or replace function pggit._transaction_commit()
returns uuid
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $pggit$
begin
  return (
    select c.commit_id from pggit.commits c
    where c.transaction_id = pg_current_xact_id_if_assigned() and c.deployment_id is null
      and c.committed_at >= now()
    order by c.commit_number desc
    limit 1
  );
end
$pggit$;

comment on function pggit._transaction_commit() is
  'The commit this transaction has made outside a deployment; null when it has made none.';
