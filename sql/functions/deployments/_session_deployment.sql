-- The open deployment this session belongs to: its setting, else an application_name of the form
-- pggit:<id>. A value that names no open deployment is a warning, never an error: the change is
-- recorded outside any deployment. One warning a transaction is enough.
--
-- RESET ALL and DISCARD ALL, in a migration say, take the setting away. A session that holds the lock of a
-- tool, or is at a migration that it announced, is still in that run and gets its settings back; one that
-- has never had the setting is not looked up. pggit.held_lock is 0 where that lock is given back already
-- (_follow_tool_lock).

create or replace function pggit._session_deployment(p_warn boolean)
returns uuid
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $pggit$
declare
  v_text text := nullif(current_setting('pggit.deployment', true), '');
  v_id uuid;
  v_held_lock oid;
begin
  if v_text is null and current_setting('application_name') like 'pggit:%' then
    v_text := substr(current_setting('application_name'), 7);
  end if;
  if v_text is null then
    if current_setting('pggit.deployment', true) is null
      or current_setting('pggit.held_lock', true) <> ''
    then
      return null;
    end if;
    select d.deployment_id, d.held_lock into v_id, v_held_lock
    from pggit.deployments d
    where d.status = 'open'
      and (d.held_lock is not null and d.opened_by = session_user
          and d.backend_pid = pg_backend_pid() and d.backend_start = (
            select s.backend_start from pg_stat_activity s where s.pid = pg_backend_pid())
        or exists (
          select from pggit.announced_migrations a
          where a.deployment_id = d.deployment_id and a.ended_at is null
            and a.backend_pid = pg_backend_pid() and a.announced_at >= (
              select s.backend_start from pg_stat_activity s where s.pid = pg_backend_pid())))
    order by d.started_at desc
    limit 1;
    if found then
      perform set_config('pggit.deployment', v_id::text, false);
      if v_held_lock is not null then
        perform set_config('pggit.held_lock', v_held_lock::text, false);
      end if;
    end if;
    return v_id;
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
