-- Links a step of a tool that says by itself what it ran: it runs one migration after another, over
-- several sessions of one deployment, and names each when it is done. What the deployment captured since
-- the last step, in whichever session, belongs to this one.
--
-- Where a history table's trigger has linked the step already, that link takes the changes and no second
-- one is written; not even where the tool wrote the row over a session that had not joined. That link
-- joins the deployment, unless it has changes of its own.
--
-- Returns whether that table's link had everything already, so that nothing was left to do.
--
-- only_with_changes: for a step whose transaction may have been rolled back after it was named. Then it
-- left neither a link nor a change.
--
-- Locks: waits for nobody. Changes that another session of the tool is linking at this moment are
-- left to it.

create or replace function pggit.link_migration_key(
  migration_key text,
  tool_name text,
  direction text default 'up',
  captured_until timestamptz default null,
  only_with_changes boolean default false
)
returns boolean
language plpgsql
volatile
security definer -- writes links, which no role but the owner may
set search_path = pg_catalog, pg_temp
set enable_seqscan = off
set jit = off
as $pggit$
declare
  v_tool pggit.migration_tools;
  v_deployment constant uuid := pggit._require_session_deployment('link_migration_key');
  -- That have changes of the deployment already: its own, where it commits as it goes, and those of
  -- others that took some along.
  v_commits constant uuid[] := pggit._carried_by(v_deployment) || array(
    select k.commit_id from pggit.commits k where k.deployment_id = v_deployment);
  v_row constant jsonb := jsonb_build_object('key', link_migration_key.migration_key);
  v_link record;
  v_was_linked boolean;
  v_taken bigint;
  v_commit_id uuid;
begin
  v_tool.tool_name := nullif(btrim(link_migration_key.tool_name, E' \t\r\n'), '');
  v_tool.key_columns := '{key}';
  if link_migration_key.migration_key !~ E'\\S' is not false
    or link_migration_key.direction in ('up', 'down') is not true
  then
    perform pggit._raise('PGX02', 'a link needs the key of a migration and a direction',
      v_row || jsonb_build_object('migration_id', link_migration_key.migration_key,
        'direction', link_migration_key.direction),
      'Pass the name the tool has for the migration, and ''up'' or ''down''.');
  elsif v_tool.tool_name is null then
    perform pggit._raise('PGX01', 'a link needs the name of a migration tool', v_row,
      'Pass for example ''umzug''.');
  end if;

  select m.link_id, m.direction, m.reverted_at, m.deployment_id into v_link
  from pggit.external_migrations m
  where m.migration_key = link_migration_key.migration_key
    and (m.deployment_id = v_deployment or (m.deployment_id is null and m.applied_at >= (
      select d.started_at from pggit.deployments d where d.deployment_id = v_deployment)))
    and (m.source = v_tool.tool_name
      or exists (select from pggit.watched_tables w where w.source = m.source))
  order by m.link_id desc
  limit 1;
  v_was_linked := v_link.reverted_at is null
    and v_link.direction is not distinct from link_migration_key.direction;
  if not v_was_linked then
    if link_migration_key.only_with_changes
      and not exists (
        select from pggit.changes c
        where c.commit_id is null and c.deployment_id = v_deployment and c.link_id is null
          and c.changed_at <= coalesce(link_migration_key.captured_until, c.changed_at))
      and not exists (
        select from pggit.changes c
        where c.commit_id = any (v_commits) and c.deployment_id = v_deployment and c.link_id is null
          and c.changed_at <= coalesce(link_migration_key.captured_until, c.changed_at))
    then
      return false;
    end if;
    if link_migration_key.direction = 'down' then
      perform pggit._revert_link(v_tool, v_tool.tool_name, v_row, false);
    end if;
    v_link.link_id := pggit._insert_link(
      v_tool, v_tool.tool_name, v_row, link_migration_key.direction, v_deployment);
  end if;

  -- The row came over a session that had not joined: its link belongs here all the same.
  update pggit.external_migrations m set deployment_id = v_deployment, pggit_commit_id = null
  where m.link_id = v_link.link_id and m.deployment_id is null
    and not exists (select from pggit.changes c where c.link_id = m.link_id);

  perform pggit._record_pending(v_deployment, v_link.link_id);
  update pggit.changes c set link_id = v_link.link_id
  where c.change_id in (
    select s.change_id from pggit.changes s
    where s.commit_id is null and s.deployment_id = v_deployment and s.link_id is null
      and s.changed_at <= coalesce(link_migration_key.captured_until, s.changed_at)
    for update skip locked);
  get diagnostics v_taken = row_count;
  with linked as (
    update pggit.changes c set link_id = v_link.link_id
    from pggit.commits k
    where k.commit_id = any (v_commits) and c.commit_id = k.commit_id
      and c.deployment_id = v_deployment and c.link_id is null
      and c.changed_at <= coalesce(link_migration_key.captured_until, c.changed_at)
    returning k.commit_id, k.commit_number
  )
  select l.commit_id into v_commit_id from linked l order by l.commit_number desc limit 1;
  if v_commit_id is not null and v_taken = 0 then
    update pggit.external_migrations m set pggit_commit_id = v_commit_id
    where m.link_id = v_link.link_id and m.pggit_commit_id is null;
  end if;
  return v_was_linked and v_taken = 0 and v_commit_id is null
    and v_link.deployment_id is not distinct from v_deployment;
end
$pggit$;

comment on function pggit.link_migration_key(text, text, text, timestamptz, boolean) is
'Links a step that a tool ran under a name, for tools that have no history table pggit could watch.
The step gets all that the session''s deployment captured since the last one, in whichever of its
sessions. Returns true when the trigger of a history table had linked it already and nothing was
left to do.

- `migration_key`, `tool_name`: the step''s name, and any name for the tool.
- `direction`: `up`, or `down` for a step taken back, which ends the link of the way up.
- `captured_until`: leaves what was captured later to the next step; null for everything.
- `only_with_changes` true: no link for a step without any, whose transaction may have been rolled
  back.';
