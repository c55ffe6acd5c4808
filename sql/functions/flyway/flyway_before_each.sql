-- Called by the callback beforeEachMigrate, in the session and the transaction of the migration that is
-- about to run. The first of a run begins its deployment, unless the session has joined one (pggit run, a
-- setting in the URL): so nothing is begun where nothing is to do, and Flyway's own lock keeps two
-- processes apart. Each is announced with the number it will have, and its changes carry its link from
-- then on.
--
-- The settings are the session's, for a migration without a transaction; flyway_after_each takes them
-- back, because the session may be one of an application's pool.
--
-- It must not touch the history table but as a reader: Flyway's main session has it open and waits for
-- this one.
--
-- Flyway leaves a placeholder as it is where its replacement is switched off or has another prefix: then
-- nothing of the run is known, and whoever wrote that configuration hears it with the first migration and
-- not when a record is missing.
--
-- `when others`: pggit may cost a record, never a migration, unless that is what the team asked for.
-- Locks: those of a reader on the history table.

create or replace function pggit.flyway_before_each(
  history_schema text,
  history_table text,
  run_timestamp text,
  required boolean default false
)
returns void
language plpgsql
volatile
security definer -- writes deployments, which no role but the owner may
set search_path = pg_catalog, pg_temp
set lock_timeout = '800ms'
as $pggit$
declare
  v_source constant text := format('%I.%I', history_schema, history_table);
  v_run_key constant text := pggit._flyway_run_key(v_source, run_timestamp);
  v_is_own boolean := true;
  v_deployment uuid;
  v_table oid;
  v_link_id bigint;
begin
  if concat(history_schema, history_table, run_timestamp) like '%${flyway:%' then
    perform pggit._raise('PGX06',
      'Flyway did not replace the placeholders in a callback of pggit',
      jsonb_build_object('callback',
        jsonb_build_array(history_schema, history_table, run_timestamp)),
      'Leave placeholderReplacement on. Where placeholderPrefix and placeholderSuffix are others, write the '
      'callbacks with `pggit flyway init --placeholder-prefix ... --placeholder-suffix ...`.');
  end if;
  begin
    v_table := pggit._flyway_table(v_source);
    if v_table is null then
      return;
    end if;
    v_deployment := pggit.current_deployment();
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
        v_deployment := pggit._open_deployment('flyway migrate', false);
      end if;
      perform set_config('pggit.deployment', v_deployment::text, false);
    end if;

    v_link_id := nextval('pggit.external_migrations_link_id_seq');
    insert into pggit.announced_migrations
      (link_id, deployment_id, source, migration_id, run_key)
    values (v_link_id, v_deployment, v_source,
      pggit._next_migration_id(v_table, v_source, 'installed_rank', v_deployment),
      case when v_is_own then v_run_key end);
    perform set_config('pggit.announced', v_link_id::text, false);
  exception when query_canceled or others then
    if required then
      raise;
    end if;
    perform pggit._keep_failure('flyway', sqlstate, sqlerrm, null, array[v_source]);
  end;
end
$pggit$;

comment on function pggit.flyway_before_each(text, text, text, boolean) is
  'For Flyway''s callback beforeEachMigrate, written by pggit flyway init: begins the deployment of this run with its first migration, and announces each. With required, a failure of pggit fails the migration.';
