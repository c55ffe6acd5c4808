-- What was recorded outside every deployment since this one began, for a program that wonders
-- whether the sessions it started are part of it. Commits and links are read from the newest
-- backwards, so it costs what happened meanwhile, however long the history is. A deployment
-- that a tool's lock began meanwhile is outside as well: had its session joined, there would be
-- none.

create or replace function pggit.unjoined_work(deployment_id uuid)
returns table (changes int, migrations int, applications text[])
language sql
stable
security definer -- reads history for deployers, who may not read it all
set search_path = pg_catalog, pg_temp
as $pggit$
  select
    count(distinct w.object_id)::int,
    count(distinct w.link_id)::int,
    coalesce(
      array_agg(distinct w.application_name order by w.application_name)
        filter (where w.application_name <> ''),
      '{}')
  from pggit.deployments d
  cross join lateral (
    select k.deployment_id, k.object_id, k.link_id, k.application_name
    from pggit.commits m
    join pggit.changes k on k.commit_id = m.commit_id
    where m.commit_number > coalesce((
        select b.commit_number from pggit.commits b
        where b.committed_at < d.started_at
        order by b.commit_number desc limit 1), 0)
      and (m.deployment_id is null or k.deployment_id is not null)
      and k.caused_by is null and k.changed_at >= d.started_at
    union all
    select k.deployment_id, k.object_id, k.link_id, k.application_name
    from pggit.changes k
    where k.commit_id is null
      and k.caused_by is null and k.changed_at >= d.started_at
    union all
    select e.deployment_id, null, e.link_id, null
    from pggit.external_migrations e
    where e.link_id > coalesce((
        select b.link_id from pggit.external_migrations b
        where b.applied_at < d.started_at
        order by b.link_id desc limit 1), 0)
      and e.applied_at >= d.started_at
  ) w
  where d.deployment_id = unjoined_work.deployment_id
    and (w.deployment_id is null or exists (
      select from pggit.deployments o
      where o.deployment_id = w.deployment_id
        and o.held_lock is not null and o.started_at >= d.started_at))
$pggit$;

comment on function pggit.unjoined_work(uuid) is
'What was recorded outside of every deployment since this one began: work that was perhaps meant to
be part of it. What a deployment holds that a tool''s lock began in the meantime counts as well.
One row, with zeros when there is nothing, also when there is no such deployment.

- `changes`, `migrations`: numbers of changed objects and of links.
- `applications`: `application_name` of the sessions, without empty ones.';
