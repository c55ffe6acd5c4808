-- The open deployment this session belongs to: its setting, else an application_name of the form
-- pggit:<id>. A value that names no open deployment is a warning, never an error: the change is
-- recorded outside any deployment. One warning a transaction is enough.

create or replace function pggit._session_deployment(p_warn boolean)
returns uuid
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $pggit$
declare
  v_text text := nullif(current_setting('pggit.deployment', true), '');
  v_id uuid;
begin
  if v_text is null and current_setting('application_name') like 'pggit:%' then
    v_text := substr(current_setting('application_name'), 7);
  end if;
  if v_text is null then
    return null;
  end if;
  if v_text ~* '^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$' then
    select d.deployment_id into v_id
    from pggit.deployments d
    where d.deployment_id = v_text::uuid and d.status = 'open';
  end if;
  if v_id is null and p_warn
    and current_setting('pggit.warned', true) is distinct from pg_current_xact_id_if_assigned()::text
  then
    perform set_config('pggit.warned', pg_current_xact_id_if_assigned()::text, true);
    raise warning using
      message = format('pggit: deployment %s is unknown or closed', v_text),
      hint = 'The changes of this session are recorded outside any deployment. Join an open one with '
        'pggit.join_deployment(id), or clear the setting with: reset pggit.deployment';
  end if;
  return v_id;
end
$pggit$;

comment on function pggit._session_deployment(boolean) is
  'The open deployment this session belongs to; with true, warns about a value that names none.';
