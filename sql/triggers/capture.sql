-- The deferred triggers that end a transaction's record: for marked objects, for links written
-- outside a deployment, whose commit is known only then, and for history rows that are linked only then.
-- And the one that lets people commit by an INSERT.

do $pggit$
begin
  if not exists (
    select from pg_catalog.pg_trigger t
    where t.tgrelid = 'pggit.dirty_objects'::regclass and t.tgname = 'finish_transaction'
  ) then
    create constraint trigger finish_transaction
    after insert on pggit.dirty_objects
    deferrable initially deferred
    for each row when (new.classid = 0)
    execute function pggit._finish_transaction();
  end if;
  if not exists (
    select from pg_catalog.pg_trigger t
    where t.tgrelid = 'pggit.external_migrations'::regclass and t.tgname = 'finish_transaction'
  ) then
    create constraint trigger finish_transaction
    after insert on pggit.external_migrations
    deferrable initially deferred
    for each row when (new.deployment_id is null and new.pggit_commit_id is null)
    execute function pggit._finish_transaction();
  end if;
  if not exists (
    select from pg_catalog.pg_trigger t
    where t.tgrelid = 'pggit.unlinked_rows'::regclass and t.tgname = 'link_waiting_row'
  ) then
    create constraint trigger link_waiting_row
    after insert on pggit.unlinked_rows
    deferrable initially deferred
    for each row execute function pggit._link_waiting_row();
  end if;
  if not exists (
    select from pg_catalog.pg_trigger t
    where t.tgrelid = 'pggit.commits'::regclass and t.tgname = 'commit_by_hand'
  ) then
    create trigger commit_by_hand
    before insert on pggit.commits
    for each row when (new.content_hash is null)
    execute function pggit._commit_by_hand();
  end if;
  -- Also in a session whose triggers do not fire: without it such an INSERT fails.
  if not exists (
    select from pg_catalog.pg_trigger t
    where t.tgrelid = 'pggit.commits'::regclass and t.tgname = 'commit_by_hand' and t.tgenabled = 'A'
  ) then
    alter table pggit.commits enable always trigger commit_by_hand;
  end if;
end
$pggit$;
