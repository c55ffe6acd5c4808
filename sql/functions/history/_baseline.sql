-- The first commit: everything that exists when pggit is installed. HEAD therefore always exists.

create or replace function pggit._baseline()
returns uuid
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $pggit$
declare
  v_step pggit.changes;
  v_scanned pggit._description[];
  v_changes bigint[];
begin
  insert into pggit.branches (name) values ('main') on conflict do nothing;
  insert into pggit.settings (name, value)
  values ('current_branch', '"main"'), ('catalog', pggit._catalog_identity())
  on conflict (name) do nothing;
  perform pggit._refresh_built_in_tools();
  perform pggit._attach_existing_history_tables(true);
  perform pggit._warn_of_publications();

  v_step.commit_id := gen_random_uuid();
  v_step.command_tag := 'BASELINE';
  v_step.role_name := pggit._effective_role();
  v_scanned := array(select d from pggit._scan() d);
  v_changes := pggit._write_changes(
    v_step, v_scanned, pggit._ignore_rules(v_scanned, pggit._tracking_configuration()),
    '{}', null, null, false, null);
  return pggit._append_commit(v_changes, 'baseline', null, v_step.commit_id);
end
$pggit$;

comment on function pggit._baseline() is
  'Makes the first commit of everything that exists; called once, by the installation.';
