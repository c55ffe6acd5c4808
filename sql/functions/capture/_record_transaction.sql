-- Ends a transaction's record: describes the marks, and commits what belongs to this transaction
-- alone. Inside a deployment the changes stay staged until it ends, unless it commits as it goes.

create or replace function pggit._record_transaction()
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
set enable_seqscan = off
set jit = off
as $pggit$
declare
  -- Marks were described before in this transaction, so it may have left changes staged.
  v_is_continued constant boolean := current_setting('pggit.flush', true) <> '';
  v_deployment uuid;
  v_link_id bigint;
  v_commit_id uuid;
  v_changes bigint[];
begin
  if current_setting('pggit.deployment', true) is not null
    or current_setting('application_name') like 'pggit:%'
  then
    v_deployment := pggit._session_deployment(true);
  end if;
  if v_deployment is null then
    v_commit_id := gen_random_uuid();
  elsif exists (
    select from pggit.deployments d where d.deployment_id = v_deployment and d.auto_commit
  ) then
    v_commit_id := gen_random_uuid();
  end if;
  if current_setting('pggit.announced', true) is not null then
    v_link_id := pggit._announced_link(v_deployment);
  end if;
  v_changes := pggit._record_pending(v_deployment, v_link_id, v_commit_id);
  if v_commit_id is not null then
    perform pggit._commit_transaction(v_deployment, v_commit_id, v_changes);
  end if;
  -- What this transaction did before its session began the deployment.
  if v_deployment is not null and v_is_continued and (
    exists (
      select from pggit.changes c
      where c.commit_id is null and c.deployment_id is null
        and c.transaction_id = pg_current_xact_id())
    or exists (
      select from pggit.external_migrations m
      where m.pggit_commit_id is null and m.deployment_id is null
        and m.transaction_id = pg_current_xact_id()))
  then
    perform pggit._commit_transaction(null, gen_random_uuid(), '{}'::bigint[]);
  end if;
end
$pggit$;

comment on function pggit._record_transaction() is
  'Describes the transaction''s marks and commits what does not wait for the end of a deployment.';
