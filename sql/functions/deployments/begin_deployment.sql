-- Opens a deployment and makes this session part of it. What the transaction changed before belongs
-- to no deployment, so it is recorded first; in manual mode, where nothing says what changed when, so is
-- everything else that did.

create or replace function pggit.begin_deployment(
  deployment_name text,
  auto_commit boolean default false
)
returns uuid
language plpgsql
volatile
security definer -- writes deployments, which no role but the owner may
set search_path = pg_catalog, pg_temp
as $pggit$
declare
  v_id uuid := pggit.current_deployment();
  v_disabled_until timestamptz;
  v_name constant text := btrim(begin_deployment.deployment_name, E' \t\r\n');
begin
  if begin_deployment.deployment_name !~ E'\\S' is not false then
    perform pggit._raise('PGD05', 'a deployment needs a name',
      jsonb_build_object('name', begin_deployment.deployment_name),
      'Pass a name that says what is deployed, for example ''2026-11 billing''.');
  end if;
  if v_id is not null then
    perform pggit._raise('PGD01',
      (select format('this session already belongs to deployment %s (%s)', d.name, d.deployment_id)
       from pggit.deployments d where d.deployment_id = v_id),
      (select jsonb_build_object('deployment_id', d.deployment_id, 'name', d.name)
       from pggit.deployments d where d.deployment_id = v_id),
      'End it with pggit.end_deployment() or pggit.abort_deployment(), or go on inside it.');
  end if;

  -- What a deployment without a history records could not become a commit.
  perform pggit._require_history();
  perform set_config('pggit.deployment', '', false);
  perform pggit._record_pending(null);
  perform pggit._adopt_earlier_drift(v_name);

  v_disabled_until := pggit._disabled_until();
  if v_disabled_until is not null then
    raise warning 'pggit is disabled until %: nothing of this deployment is recorded before',
      v_disabled_until
      using hint = 'pggit.emergency_enable() ends that; pggit.capture() adopts what was not recorded.';
  end if;
  return pggit._open_deployment(v_name, coalesce(begin_deployment.auto_commit, false));
end
$pggit$;

comment on function pggit.begin_deployment(text, boolean) is
'Opens a deployment, makes this session part of it and its owner, and returns its id. From then on
what the session changes, in however many transactions, belongs to it. Other sessions take part
with pggit.join_deployment(id).

- `deployment_name`: what is deployed, for people to read; several deployments may have the same.
- `auto_commit` true: each transaction becomes a commit as it lands. Otherwise all of it becomes
  one, at the end.

What this transaction changed before belongs to no deployment. In manual mode everything that
changed before becomes a commit first, which costs a scan of the catalog.';
