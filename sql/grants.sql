-- Who may do what. Three roles without login: a reader sees history, a deployer runs deployments and
-- links migrations, an admin configures. Roles belong to the whole cluster: another database's
-- installation may create the same ones at the same moment, and a managed server may not let us
-- create any, in which case the owner grants the functions to roles of its own.
-- No role gets a right to write a table: history is written by the engine's functions alone.

do $pggit$
declare
  v_role text;
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
    grant execute on function
      pggit.log(text), pggit.show(text), pggit.status(), pggit.state_hash(text),
      pggit.definition(text, text, text), pggit.ignored_objects(), pggit.current_deployment(),
      pggit.deployment_report(uuid), pggit.affected_views(text)
    to pggit_reader;
  end if;

  if exists (select from pg_catalog.pg_roles r where r.rolname = 'pggit_deployer') then
    grant usage on schema pggit to pggit_deployer;
    grant select on
      pggit.commits, pggit.deployments, pggit.external_migrations, pggit.branches, pggit.tags,
      pggit.settings, pggit.history_tables
    to pggit_deployer;
    grant execute on function
      pggit.begin_deployment(text, boolean), pggit.end_deployment(text, text[]),
      pggit.abort_deployment(text), pggit.join_deployment(uuid), pggit.current_deployment(),
      pggit.recover_deployments(), pggit.deployment_report(uuid),
      pggit.link_migration(bigint, text), pggit.watch_history_table(text, text),
      pggit.pause_tracking(interval), pggit.resume_tracking(), pggit.capture(text),
      pggit.refresh_materialized_view(text, boolean), pggit.affected_views(text)
    to pggit_deployer;
  end if;

  if exists (select from pg_catalog.pg_roles r where r.rolname = 'pggit_admin') then
    grant pggit_reader, pggit_deployer to pggit_admin;
    grant execute on function
      pggit.configure_tracking(text[], text[], text[], text[])
    to pggit_admin;
  end if;
end
$pggit$;
