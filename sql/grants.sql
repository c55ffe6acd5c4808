-- Who may do what. Three roles without login, each with the rights of the one before: a reader sees
-- history, a deployer runs deployments and links migrations, an admin configures. Roles belong to the
-- whole cluster: another database's installation may create the same ones at the same moment, and a
-- managed server may not let us create any, in which case the owner grants the functions to roles of
-- its own.
--
-- No role gets a right to write a table: history is written by the engine's functions alone. A
-- function that runs as its caller can do no more than the caller may, so a reader may call them all;
-- those that run as their owner are granted one by one.

do $pggit$
declare
  v_role text;
  v_function regprocedure;
begin
  foreach v_role in array array['pggit_reader', 'pggit_deployer', 'pggit_admin'] loop
    begin
      if not exists (select from pg_catalog.pg_roles r where r.rolname = v_role) then
        execute format('create role %I nologin', v_role);
      end if;
    exception
      when duplicate_object or unique_violation then
        null;
      when insufficient_privilege then
        raise notice 'pggit: role % does not exist and may not be created here', v_role;
    end;
  end loop;

  revoke all on schema pggit from public;
  revoke all on all tables in schema pggit from public;
  revoke all on all functions in schema pggit from public;

  if exists (select from pg_catalog.pg_roles r where r.rolname = 'pggit_reader') then
    grant usage on schema pggit to pggit_reader;
    grant select on all tables in schema pggit to pggit_reader;
    revoke all on pggit.note_secret from pggit_reader;
    for v_function in
      select p.oid::regprocedure
      from pg_catalog.pg_proc p
      where p.pronamespace = 'pggit'::regnamespace and not p.prosecdef
    loop
      execute format('grant execute on function %s to pggit_reader', v_function);
    end loop;
    -- It runs as the caller, and records as a deployer.
    revoke execute on function pggit.track_cqrs_change(pggit.cqrs_change, boolean) from pggit_reader;
    grant execute on function
      pggit.current_deployment(), pggit.deployment_report(uuid), pggit.orphaned_deployments(),
      pggit.unjoined_work(uuid), pggit._describe_user_mapping(oid[]), pggit._noted_marks()
    to pggit_reader;
  end if;

  if exists (select from pg_catalog.pg_roles r where r.rolname = 'pggit_deployer') then
    perform pggit._grant_role('pggit_reader', 'pggit_deployer');
    grant execute on function
      pggit.begin_deployment(text, boolean), pggit.end_deployment(text, text[]),
      pggit.abort_deployment(text), pggit.join_deployment(uuid), pggit.own_deployment(boolean),
      pggit.recover_deployments(),
      pggit.link_migration(bigint, text), pggit.link_migration_key(text, text, text, timestamptz, boolean),
      pggit.backfill_links(text, boolean), pggit.watch_history_table(text, text),
      pggit.unwatch_history_table(text), pggit.attach_history_tables(text),
      pggit._announce_flyway_migration(text, text, bigint), pggit.flyway_after_each(),
      pggit.flyway_after_applied(text, text, text), pggit.flyway_after_error(text, text, text),
      pggit.capture(text), pggit.ensure_object(text, text),
      pggit.track_function(text, text, jsonb),
      pggit.track_cqrs_change(pggit.cqrs_change, boolean),
      pggit._begin_cqrs_change(pggit.cqrs_change, boolean), pggit._require_cqrs_deployment(uuid),
      pggit._record_cqrs_side(uuid, text),
      pggit._finish_cqrs_change(uuid, pggit.cqrs_change, jsonb)
    to pggit_deployer;
  end if;

  if exists (select from pg_catalog.pg_roles r where r.rolname = 'pggit_admin') then
    perform pggit._grant_role('pggit_deployer', 'pggit_admin');
    grant execute on function
      pggit.configure_tracking(text[], text[], text[], text[]), pggit.add_ignore_pattern(text),
      pggit.remove_ignore_pattern(text), pggit.emergency_disable(interval),
      pggit.emergency_enable(), pggit._fix_inconsistencies(), pggit.purge_history(interval),
      pggit.configure_cqrs(text[], text[]),
      pggit.register_migration_tool(
        text, text, text[], text, text, text, text, text, text[], text, text[], text[]),
      pggit.unregister_migration_tool(text)
    to pggit_admin;
  end if;

  -- pg_dump locks every table it dumps, and the owner of the database is who makes the backups.
  select pg_catalog.pg_get_userbyid(d.datdba) into v_role
  from pg_catalog.pg_database d where d.datname = pg_catalog.current_database();
  execute pg_catalog.format('grant usage on schema pggit to %I', v_role);
  execute pg_catalog.format('grant select on all tables in schema pggit to %I', v_role);
  execute pg_catalog.format('grant select on all sequences in schema pggit to %I', v_role);
end
$pggit$;
