-- Folds the changes of commits into those that are kept: of each object what it was before and is after,
-- under the number of its newest change, by which later ones know that they are newer. What comes to nothing
-- is gone. A commit that holds no other keeps its changes as they are, but for those that an earlier
-- commit had overtaken: they never did anything, and would now.
--
-- p_commits: oldest first; p_targets: for each the commit that holds its changes.

create or replace function pggit._fold_changes(
  p_commits uuid[],
  p_targets uuid[],
  out p_freed bigint,
  out p_bytes bigint
)
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $pggit$
declare
  v_versions constant jsonb := pggit._versions_to_fold(p_commits, p_targets);
  v_kept bigint[];
begin
  -- One that this transaction is making still counts.
  update pggit.cqrs_records r
  set commit_id = v.commit_id, command_changes = v.command_changes, query_changes = v.query_changes
  from pggit.cqrs_changes v
  where v.cqrs_change_id = r.cqrs_change_id and r.commit_id is null
    and r.transaction_id is distinct from pg_current_xact_id_if_assigned()
    and r.cqrs_change_id in (
      select m.cqrs_change_id
      from pggit.cqrs_record_changes m
      join pggit.changes k on k.change_id = m.change_id
      where k.commit_id in (select u from unnest(p_commits) u));
  update pggit.cqrs_records r set commit_id = p.target_id
  from unnest(p_commits, p_targets) as p (commit_id, target_id)
  where r.commit_id = p.commit_id and p.commit_id <> p.target_id;

  with place as (
    select p.commit_id, p.target_id,
      max(p.n) over (partition by p.target_id) as target_n,
      count(*) over (partition by p.target_id) = 1 as is_alone
    from unnest(p_commits, p_targets) with ordinality as p (commit_id, target_id, n)
  ),
  reached as (
    select k.object_id, p.target_id, p.target_n, p.is_alone, max(k.change_id) as last_id,
      bool_and(k.caused_by is not null) as is_caused
    from place p
    join pggit.changes k on k.commit_id = p.commit_id
    group by k.object_id, p.target_id, p.target_n, p.is_alone
  ),
  moved as materialized (
    select r.*, max(r.last_id) over (
      partition by r.object_id order by r.target_n
      rows between unbounded preceding and 1 preceding) as before_id
    from reached r
  ),
  folded as (
    update pggit.changes k
    set commit_id = m.target_id, old_identity = b.new_identity, old_blob = b.new_blob,
        old_column_ids = b.new_column_ids,
        change = case
          when b.new_identity is null then 'added'
          when k.new_identity is null then
            case k.change when 'untracked' then 'untracked' else 'removed' end
          when b.new_identity <> k.new_identity then 'renamed'
          else 'changed' end,
        caused_by = case when m.is_caused then k.caused_by end
    from moved m
    left join pggit.changes b on b.change_id = m.before_id
    where k.change_id = m.last_id
      and not m.is_alone
      and (m.before_id is null or m.before_id < m.last_id)
      and (b.new_identity is distinct from k.new_identity
        or b.new_blob is distinct from k.new_blob
        or b.new_column_ids is distinct from k.new_column_ids)
    returning k.change_id
  )
  select array(
    select f.change_id from folded f
    union all
    select k.change_id
    from moved m
    join pggit.changes k on k.commit_id = m.target_id and k.object_id = m.object_id
    where m.is_alone and (m.before_id is null or m.before_id < k.change_id))
  into v_kept;

  with freed as (
    delete from pggit.changes k
    where k.commit_id = any (p_commits)
      and k.change_id not in (select u from unnest(v_kept) u)
    returning pg_column_size(k) as size
  )
  select count(*), coalesce(sum(f.size), 0) into p_freed, p_bytes from freed f;

  perform pggit._settle_versions(v_versions);
  delete from pggit.cqrs_record_changes r
  where not exists (select from pggit.changes k where k.change_id = r.change_id);
end
$pggit$;

comment on function pggit._fold_changes(uuid[], uuid[]) is
  'Folds the changes of commits into those that are kept; returns how many rows that freed, and their bytes.';
