-- Writes the link of a history row whose migration was announced, under the number that its changes carry
-- already; null when none was. Of several under one number the last one counts: those before failed
-- outside of a transaction, and the tool gave their number again.
--
-- Locks: it appends.

create or replace function pggit._link_announced(
  p_tool pggit.migration_tools,
  p_source text,
  p_row jsonb
)
returns bigint
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $pggit$
declare
  v_announced pggit.announced_migrations;
  v_deployment pggit.deployments;
  v_commit_id uuid;
begin
  select a.* into v_announced
  from pggit.announced_migrations a
  where a.source = p_source
    and a.migration_id = pggit._history_row_number(p_tool, p_row)
    and not exists (select from pggit.external_migrations m where m.link_id = a.link_id)
  order by a.link_id desc
  limit 1;
  if v_announced.link_id is null then
    return null;
  end if;
  select d.* into v_deployment
  from pggit.deployments d where d.deployment_id = v_announced.deployment_id;
  v_commit_id := v_deployment.commit_id;
  if v_deployment.auto_commit then
    select k.commit_id into v_commit_id
    from pggit.commits k
    join pggit.changes c on c.commit_id = k.commit_id
    where k.deployment_id = v_announced.deployment_id and c.link_id = v_announced.link_id
    order by k.commit_number desc
    limit 1;
  end if;
  return pggit._insert_link(
    p_tool, p_source, p_row, 'up', v_announced.deployment_id, v_commit_id,
    p_link_id => v_announced.link_id);
end
$pggit$;

comment on function pggit._link_announced(pggit.migration_tools, text, jsonb) is
  'Writes the link of a history row whose migration was announced, and returns its id; null when none was.';
