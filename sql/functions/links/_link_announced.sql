-- Writes the link of a history row whose migration was announced, under the number that its changes carry
-- already; null when none was. Of several under one number the last one counts: those before failed
-- outside of a transaction, and the tool gave their number again.
--
-- A deployment that was closed while the migration was at work has not what it changed: the link is where
-- that is, and in the deployment where there is nothing else to go by. Its end has forgotten what it could see
-- of what was announced, so the rest is forgotten here.
--
-- Locks: it appends; that of an announcement whose session has done with it.

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
  v_change record;
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
  if v_deployment.status is distinct from 'open' then
    delete from pggit.announced_migrations a where a.link_id = v_announced.link_id;
    v_announced.deployment_id := v_deployment.deployment_id;
    -- What has no commit yet comes last: whoever makes one gives it to the link.
    select c.commit_id, c.deployment_id into v_change
    from (
      select s.change_id, s.commit_id, s.deployment_id, null::bigint as commit_number
      from pggit.changes s
      where s.commit_id is null and s.link_id = v_announced.link_id
      union all
      select s.change_id, s.commit_id, s.deployment_id, k.commit_number
      from pggit.commits k
      join pggit.changes s on s.commit_id = k.commit_id
      where k.commit_number > coalesce((
          select b.commit_number from pggit.commits b
          where b.committed_at < v_announced.announced_at
          order by b.commit_number desc limit 1), 0)
        and s.link_id = v_announced.link_id
    ) c
    order by c.commit_number desc nulls first
    limit 1;
    if found then
      v_commit_id := v_change.commit_id;
      v_announced.deployment_id := v_change.deployment_id;
    end if;
  elsif v_deployment.auto_commit then
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
