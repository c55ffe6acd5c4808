-- Appends one row to the journal, with who did it and from where.

create or replace function pggit._journal(p_step pggit.changes)
returns bigint
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $pggit$
declare
  v_change_id bigint;
begin
  insert into pggit.changes
    (object_id, kind, change, old_identity, new_identity, old_blob, new_blob, old_column_ids,
     new_column_ids, caused_by, commit_id, deployment_id, link_id, login_name, role_name,
     application_name, backend_pid, command_tag)
  values
    (p_step.object_id, p_step.kind, p_step.change, p_step.old_identity, p_step.new_identity,
     p_step.old_blob, p_step.new_blob, p_step.old_column_ids, p_step.new_column_ids,
     p_step.caused_by, p_step.commit_id, p_step.deployment_id, p_step.link_id, session_user,
     p_step.role_name, current_setting('application_name'), pg_backend_pid(), p_step.command_tag)
  returning change_id into v_change_id;
  return v_change_id;
end
$pggit$;

comment on function pggit._journal(pggit.changes) is
  'Appends one row to the journal and returns its change_id.';
