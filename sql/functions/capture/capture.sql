-- Adopts drift: whatever differs between the catalog and what pggit last saw becomes a commit, or
-- part of the session's deployment. A history table that was created while nobody looked gets its
-- link trigger.
--
-- Locks: the branch row last, for whose lock it waits as long as the session's lock_timeout says. Where a
-- prepared transaction has it, that is an error (_lock_branch); the drift stays.

create or replace function pggit.capture(message text default null)
returns uuid
language plpgsql
volatile
security definer -- writes history, which no role but the owner may
set search_path = pg_catalog, pg_temp
as $pggit$
declare
  v_deployment constant uuid := pggit._session_deployment(true);
  v_changes bigint[];
begin
  -- Marks that others can be seen to have left: of transactions that became read-only, or ended without
  -- their deferred trigger.
  delete from pggit.dirty_objects d
  where d.transaction_id is distinct from pg_current_xact_id_if_assigned();
  perform pggit._record_pending(v_deployment);
  perform pggit._commit_transaction(null, gen_random_uuid(), '{}');
  perform pggit._attach_existing_history_tables();
  perform pggit._mark_drift();
  v_changes := pggit._record_pending(v_deployment);
  if v_changes = '{}' and v_deployment is null then
    -- Nothing of its own to commit; what others had to leave behind goes into the history all the same.
    perform pggit._lock_branch(pggit._current_branch());
    perform pggit._adopt_stranded_changes(pggit._current_branch(), null, gen_random_uuid());
    perform pggit._adopt_stragglers(pggit._current_branch(), gen_random_uuid());
  end if;
  if v_deployment is not null and v_changes <> '{}' then
    -- One that commits as it goes does so at the end of the transaction.
    perform pggit._queue_description(pggit._current_flush());
  end if;
  if v_changes = '{}' or v_deployment is not null then
    return null;
  end if;
  return pggit._append_commit(
    v_changes,
    coalesce(capture.message, 'captured: ' || pggit._describe_changes(v_changes)),
    null,
    p_extend => false);
end
$pggit$;

comment on function pggit.capture(text) is
'Makes a commit of all drift, which is what differs between the catalog and what pggit last saw.
Returns the commit''s id; null when nothing differs, and inside a deployment, which the changes
join.

- `message` null: made from what changed, beginning with `captured:`.

It compares the whole catalog, which takes about as long as pggit.status(), and works during a
pause and an emergency stop, too. History tables of migration tools that nobody saw created get
their link trigger.';
