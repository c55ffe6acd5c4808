-- What a purge must leave as it is of the versions of functions: for each function and each commit that will
-- hold others, the version and metadata in force after its newest change there, and at the end of the
-- commit, oldest first. Functions that never had either are left out.
--
-- p_commits, p_targets: as for _fold_changes, which is about to fold them.

create or replace function pggit._versions_to_fold(p_commits uuid[], p_targets uuid[])
returns jsonb
language sql
stable
set search_path = pg_catalog, pg_temp
as $pggit$
  with versioned as materialized (
    select v.object_id from pggit.function_versions v
    union
    select k.object_id
    from pggit.blobs b
    join pggit.changes k on k.new_blob = b.hash
    where b.kind in ('function', 'procedure', 'aggregate') and b.definition ilike '%@pggit-version:%'
  ),
  place as (
    select p.commit_id, max(p.n) over (partition by p.target_id) as target_n,
      count(*) over (partition by p.target_id) = 1 as is_alone
    from unnest(p_commits, p_targets) with ordinality as p (commit_id, target_id, n)
  ),
  reached as (
    select k.object_id, p.target_n, p.is_alone, array_agg(k.change_id order by k.change_id) as change_ids,
      array_agg(k.change_id order by k.change_id) filter (where k.change = 'removed') as removals
    from versioned v
    join pggit.changes k on k.object_id = v.object_id
    join place p on p.commit_id = k.commit_id
    group by k.object_id, p.target_n, p.is_alone
  ),
  moved as (
    select r.object_id, r.target_n, r.is_alone, r.removals,
      r.change_ids[cardinality(r.change_ids)] as last_id,
      max(r.change_ids[cardinality(r.change_ids)]) over (
        partition by r.object_id order by r.target_n
        rows between unbounded preceding and 1 preceding) as before_id
    from reached r
  )
  select jsonb_agg(jsonb_build_object(
    'object_id', m.object_id, 'before_id', m.before_id, 'last_id', m.last_id,
    'removed_id', (select max(u.id) from unnest(m.removals) as u (id) where u.id < m.last_id),
    'version', s.version, 'metadata', s.metadata, 'end_version', e.version, 'end_metadata', e.metadata)
    order by m.object_id, m.target_n)
  from moved m
  left join lateral (
    select f.version, f.metadata from pggit._function_steps(m.object_id) f
    where f.change_id <= m.last_id and f.change <> 'versioned'
    order by f.n desc limit 1
  ) s on true
  left join lateral (
    select f.version, f.metadata from pggit._function_steps(m.object_id) f
    where f.change_id <= m.last_id
    order by f.n desc limit 1
  ) e on true
  where not m.is_alone and (m.before_id is null or m.before_id < m.last_id)
$pggit$;

comment on function pggit._versions_to_fold(uuid[], uuid[]) is
  'The versions of functions that must be in force in the commits that a purge keeps.';
