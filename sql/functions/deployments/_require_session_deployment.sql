-- The deployment this session is about to end, or the error that says there is none.

create or replace function pggit._require_session_deployment(p_function text)
returns uuid
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $pggit$
declare
  v_id constant uuid := pggit.current_deployment();
  v_setting constant text := nullif(current_setting('pggit.deployment', true), '');
begin
  if v_id is null then
    perform pggit._raise(
      case when v_setting is null then 'PGD02' else 'PGD04' end,
      case when v_setting is null
        then format('%s: this session belongs to no deployment', p_function)
        else format('%s: deployment %s is closed already', p_function, v_setting) end,
      jsonb_build_object('function', p_function, 'deployment_id', v_setting),
      'Begin one with pggit.begin_deployment(name), or join one with pggit.join_deployment(id).');
  end if;
  return v_id;
end
$pggit$;

comment on function pggit._require_session_deployment(text) is
  'The deployment this session belongs to; an error when it belongs to none.';
