-- Writes the link of a history row, and gives it the changes that came before it: what this
-- transaction has marked is described now, so that several migrations in one transaction each keep
-- their own; and what this session staged in earlier transactions of the deployment since the last
-- link, for tools that write the row in a transaction of its own. For those that write it in another session
-- it is what was announced there, or what else is known of that session.
--
-- pggit.linked_through remembers up to which change this session has nothing without a link, or a
-- deployment of thousands of migrations would look through all it has staged at each of them. What a
-- transaction takes back it takes back with the setting, and without it everything is looked at.
--
-- pggit.outcome says that a run has come to its end (_end_tool_run). It has not, where it writes a link.

create or replace function pggit._write_link(
  p_tool pggit.migration_tools,
  p_source text,
  p_row jsonb,
  p_direction text
)
returns bigint
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan
set enable_seqscan = off
set jit = off
as $pggit$
declare
  v_deployment uuid;
  v_link_id bigint;
  v_linked_through text;
  v_written bigint[];
begin
  if p_tool.linked_at_end and p_direction = 'up' then
    v_link_id := pggit._link_announced(p_tool, p_source, p_row);
    if v_link_id is not null then
      return v_link_id;
    end if;
  end if;
  if current_setting('pggit.outcome', true) <> '' then
    perform set_config('pggit.outcome', '', false);
  end if;
  v_deployment := pggit._session_deployment(true);
  v_link_id := pggit._insert_link(p_tool, p_source, p_row, p_direction, v_deployment);
  v_written := pggit._record_pending(v_deployment, v_link_id);
  if v_deployment is null then
    perform pggit._link_cqrs_changes(v_link_id);
  else
    -- The deployment and the number of a change; anything else says nothing.
    v_linked_through := substring(
      current_setting('pggit.linked_through', true) from '^' || v_deployment || ':([0-9]{1,18})$');
    update pggit.changes c set link_id = v_link_id
    where c.commit_id is null
      and c.deployment_id = v_deployment
      and c.link_id is null
      and c.backend_pid = pg_backend_pid()
      -- As a row: the index of staged changes is the only one that has such a key.
      and (c.deployment_id, c.backend_pid, c.change_id)
        > (v_deployment, pg_backend_pid(), coalesce(v_linked_through::bigint, 0));
    perform set_config('pggit.linked_through', format('%s:%s', v_deployment,
      coalesce(pg_sequence_last_value('pggit.changes_change_id_seq'), 0)), false);
    -- Only commits made since the deployment began can have any of its changes.
    if v_written = '{}' and (
        select k.committed_at from pggit.commits k order by k.commit_number desc limit 1
      ) >= (
        select d.started_at from pggit.deployments d where d.deployment_id = v_deployment)
    then
      perform pggit._link_committed_changes(v_link_id, v_deployment);
    end if;
  end if;
  if p_tool.linked_at_end then
    perform pggit._link_changes_elsewhere(v_link_id, v_deployment);
  end if;
  return v_link_id;
end
$pggit$;

comment on function pggit._write_link(pggit.migration_tools, text, jsonb, text) is
  'Writes the link of a history row and attributes the changes since the last one to it.';
