-- The commits that a purge is about, from the first on, each with the commit that will hold its changes:
-- itself where it is kept, else the next one that is.
--
-- They are the beginning of the current branch, up to the newest commit older than the time: that one is kept,
-- so that what newer commits changed stays theirs. Kept as well: what branches, tags and open deployments
-- name, and where another line of commits begins or joins. Where a commit has overtaken a change that is
-- committed later, or not yet, both are on the same side of where the beginning ends.

create or replace function pggit._purge_plan(p_before timestamptz)
returns table (commit_id uuid, target_id uuid)
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $pggit$
begin
  return query
  with recursive back as (
    select c.commit_id, c.parent_ids, c.committed_at, c.deployment_id, 0 as depth
    from pggit.commits c where c.commit_id = pggit._head()
    union all
    select c.commit_id, c.parent_ids, c.committed_at, c.deployment_id, b.depth + 1
    from back b
    join pggit.commits c on c.commit_id = b.parent_ids[1]
  ),
  bounds as (
    select b.*,
      bool_and(b.committed_at < p_before) over (order by b.depth desc rows unbounded preceding)
        as is_old
    from back b
  ),
  -- Of each object: how near to the end of the branch, or staged, a change is that a commit further back
  -- has overtaken.
  overtaken as materialized (
    select o.from_depth, o.to_depth
    from (
      select k.depth as from_depth, min(k.depth) over (
        partition by k.object_id order by k.change_id
        rows between unbounded preceding and 1 preceding) as to_depth
      from (
        select c.object_id, c.change_id, b.depth from back b
        join pggit.changes c on c.commit_id = b.commit_id
        union all
        select c.object_id, c.change_id, -1 from pggit.changes c where c.commit_id is null
      ) k
    ) o
    -- Hardly any: each of these is compared with every commit.
    where o.to_depth < o.from_depth
  ),
  border as (
    select min(b.depth) as depth from bounds b
    where b.is_old and not exists (
      select from overtaken o where b.depth > o.to_depth and b.depth <= o.from_depth)
  ),
  beginning as (
    select b.commit_id, b.depth,
      b.depth = e.depth
        or exists (select from pggit.branches r where r.commit_id = b.commit_id)
        or exists (select from pggit.tags t where t.commit_id = b.commit_id)
        or exists (
          select from pggit.deployments d
          where d.deployment_id = b.deployment_id and d.status = 'open')
        or b.commit_id in (
          select p.id
          from pggit.commits c
          cross join lateral unnest(c.parent_ids) with ordinality as p (id, n)
          where p.n > 1 or c.commit_id not in (select k.commit_id from back k)) as is_kept
    from bounds b
    join border e on b.depth >= e.depth
  ),
  placed as (
    select g.commit_id, g.depth,
      max(g.depth) filter (where g.is_kept) over (order by g.depth rows unbounded preceding)
        as target_depth
    from beginning g
  )
  select p.commit_id, t.commit_id
  from placed p
  join beginning t on t.depth = p.target_depth
  order by p.depth desc;
end
$pggit$;

comment on function pggit._purge_plan(timestamptz) is
  'The commits that a purge is about, oldest first, each with the one that will hold its changes.';
