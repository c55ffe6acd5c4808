-- Announces the migration that this session of Flyway is about to run: with the rank it will have, one more
-- than the last row that can be seen or than what this session has announced, for rows that are not committed
-- yet: in its deployment, or in this transaction, in the midst of which that may have been closed. Its changes
-- carry its link from then on.
--
-- The first one of a run begins its deployment, unless the session has joined one (pggit run, a setting in
-- the URL): so nothing is begun where nothing is to do, and Flyway's own lock keeps two processes apart.
--
-- The settings are the session's, for a migration without a transaction; flyway_after_each takes them
-- back, because the session may be one of an application's pool.
--
-- client_min_messages: in manual mode the table may get its trigger only when the run ends, which is no news.
-- A serializable migration is recorded alone from here on: a conflict that is found at its COMMIT would
-- undo it.
--
-- A table that somebody said is no history table is left alone, and nothing is begun in an emergency stop.

create or replace function pggit._announce_flyway_migration(
  p_source text,
  p_timestamp text,
  p_last_rank bigint
)
returns void
language plpgsql
volatile
security definer -- writes deployments, as its owner
set search_path = pg_catalog, pg_temp
set quote_all_identifiers = off
set client_min_messages = 'error'
as $pggit$
declare
  v_run_key constant text := pggit._flyway_run_key(p_source, p_timestamp);
  v_deployment uuid := pggit.current_deployment();
  v_is_own boolean := true;
  v_link_id bigint;
begin
  if pggit._flyway_table(p_source) is null or pggit._disabled_until() is not null then
    return;
  end if;
  if current_setting('transaction_isolation') = 'serializable' and not pggit._describe_alone() then
    raise lock_not_available using message = 'other serializable transactions are being recorded';
  end if;
  if v_deployment is not null then
    -- Several migrations in one transaction: what came before is not this one's.
    perform pggit._record_pending(v_deployment, pggit._announced_link(v_deployment));
    v_is_own := exists (
      select from pggit.announced_migrations a
      where a.deployment_id = v_deployment and a.run_key = v_run_key);
  else
    select a.deployment_id into v_deployment
    from pggit.announced_migrations a
    join pggit.deployments d on d.deployment_id = a.deployment_id
    where a.run_key = v_run_key and d.status = 'open'
      and d.backend_pid = pg_backend_pid()
      and d.backend_start = (
        select s.backend_start from pg_stat_activity s where s.pid = pg_backend_pid())
    limit 1;
    if v_deployment is null then
      perform pggit._require_history();
      perform pggit._record_pending(null);
      perform pggit._adopt_earlier_drift('flyway migrate');
      v_deployment := pggit._open_deployment('flyway migrate', false);
    end if;
    perform set_config('pggit.deployment', v_deployment::text, false);
  end if;

  v_link_id := nextval('pggit.external_migrations_link_id_seq');
  insert into pggit.announced_migrations (link_id, deployment_id, source, migration_id, run_key)
  values (
    v_link_id, v_deployment, p_source,
    1 + greatest(0, p_last_rank, (
      select max(a.migration_id) from pggit.announced_migrations a
      where (a.deployment_id = v_deployment or a.announced_at >= now())
        and a.source = p_source and a.backend_pid = pg_backend_pid())),
    case when v_is_own then v_run_key end);
  perform set_config('pggit.announced', v_link_id::text, false);
end
$pggit$;

comment on function pggit._announce_flyway_migration(text, text, bigint) is
  'Announces the migration that this session of Flyway is about to run, and begins the deployment of its run.';
