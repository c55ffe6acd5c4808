-- Called by the callback beforeEachMigrate, in the session and the transaction of the migration that is
-- about to run: announces it, with the rank that Flyway will give it.
--
-- Runs as the role that migrates, which may read Flyway's history table whoever owns pggit. It must not
-- touch that table in another way: Flyway's main session has it open and waits for this one. The rest needs
-- pggit_deployer: a role that may only read hears it once a session, as one without any right does from
-- the callback itself.
--
-- Flyway leaves a placeholder as it is where its replacement is switched off or has another prefix: then
-- nothing of the run is known, and whoever wrote that configuration hears it with the first migration and
-- not when a record is missing. What this looks for is not written as a placeholder: a migration may
-- install pggit, and Flyway would ask for its value.
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
set search_path = pg_catalog, pg_temp
set quote_all_identifiers = off
set lock_timeout = '800ms'
as $pggit$
declare
  v_source constant text := format('%I.%I', history_schema, history_table);
  v_message constant text := 'Flyway did not replace the placeholders in a callback of pggit';
  v_detail constant jsonb := jsonb_build_object('callback',
    jsonb_build_array(history_schema, history_table, run_timestamp));
  v_hint constant text :=
    'Leave placeholderReplacement on. Where placeholderPrefix and placeholderSuffix are others, write the '
    'callbacks with `pggit flyway init --placeholder-prefix ... --placeholder-suffix ...`.';
  v_rank bigint;
begin
  if concat(history_schema, history_table, run_timestamp) like '%$' || '{flyway:%' then
    -- Flyway shows the text of this statement twice, as its context.
    perform pggit._raise('PGX06', v_message, v_detail, v_hint);
  end if;
  if not required
    and not has_function_privilege(
      to_regprocedure('pggit._announce_flyway_migration(text, text, bigint)'), 'execute')
  then
    if current_setting('pggit.warned_of_rights', true) is distinct from 'on' then
      perform set_config('pggit.warned_of_rights', 'on', false);
      raise warning 'pggit: this role has no rights on pggit; its migrations are recorded, this run is not'
        using hint = format('Ask the owner of pggit for: grant pggit_deployer to %I', current_user);
    end if;
    return;
  end if;
  begin
    execute format('select max(t.installed_rank)::bigint from %s t', v_source) into v_rank;
    perform pggit._announce_flyway_migration(v_source, run_timestamp, v_rank);
  exception when query_canceled or others then
    if required then
      raise;
    end if;
    if to_regproc('pggit._keep_failure') is null then
      raise warning 'pggit could not record this run: %', sqlerrm;
    else
      perform pggit._keep_failure('flyway', sqlstate, sqlerrm, null, array[v_source]);
    end if;
  end;
end
$pggit$;

comment on function pggit.flyway_before_each(text, text, text, boolean) is
'Announces a migration of Flyway, and begins the deployment of the run with the first one. For the
callback `beforeEachMigrate`, which `pggit flyway init` writes, in the session and the transaction
of the migration.

- `history_schema`, `history_table`, `run_timestamp`: Flyway''s placeholders, which tell the run
  from others. Where Flyway left them as they are, that is an error.
- `required` true: a failure of pggit fails the migration. Otherwise it is a warning, as is a role
  without rights on pggit.';
