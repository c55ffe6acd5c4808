-- Makes a commit of what somebody inserts into pggit.commits with a message and an author: what this
-- transaction has changed and nobody has committed, and all drift. The row becomes the commit. A row that
-- brings its own hash is one of pggit's, or of a restore, and does not come here.
--
-- Inside a deployment the changes join it, and its end makes the commit. Where there is nothing to commit
-- there is no row.
--
-- _append_commit writes the row of its commit. It is taken out again, to be written by the INSERT that is
-- under way, so that RETURNING and the count of rows say what happened.

create or replace function pggit._commit_by_hand()
returns trigger
language plpgsql
volatile
security definer -- as its owner: who may insert need not be who may do all that this does
set search_path = pg_catalog, pg_temp
as $pggit$
declare
  v_deployment constant uuid := pggit._session_deployment(true);
  v_changes bigint[];
  v_commit pggit.commits;
begin
  v_changes := pggit._record_pending(v_deployment);
  perform pggit._attach_existing_history_tables();
  perform pggit._mark_drift();
  v_changes := v_changes || pggit._record_pending(v_deployment);
  if v_deployment is not null then
    if v_changes <> '{}' then
      -- One that commits as it goes does so at the end of the transaction.
      perform pggit._queue_description(pggit._current_flush());
    end if;
    raise notice 'the changes are part of deployment %, whose end makes the commit', (
      select d.name from pggit.deployments d where d.deployment_id = v_deployment);
    return null;
  elsif v_changes = '{}' then
    raise notice 'there is nothing to commit';
    return null;
  end if;
  v_commit.commit_id := pggit._append_commit(v_changes, new.message, null, p_extend => false);
  delete from pggit.commits c where c.commit_id = v_commit.commit_id returning c.* into v_commit;
  v_commit.author := coalesce(new.author, v_commit.author);
  v_commit.content_hash := pggit._content_hash(v_commit);
  return v_commit;
end
$pggit$;

comment on function pggit._commit_by_hand() is
  'Trigger on pggit.commits: makes a row with a message and an author the commit of all that is pending.';
