-- A commit and all it grew from.

create or replace function pggit._ancestors(p_commit_id uuid)
returns setof uuid
language sql
stable
set search_path = pg_catalog, pg_temp
as $pggit$
  with recursive ancestors (commit_id) as (
    select p_commit_id
    union
    select p.commit_id
    from ancestors a
    join pggit.commits c on c.commit_id = a.commit_id
    cross join lateral unnest(c.parent_ids) as p (commit_id)
  )
  select a.commit_id from ancestors a where a.commit_id is not null
$pggit$;

comment on function pggit._ancestors(uuid) is
  'A commit and all its ancestors.';
