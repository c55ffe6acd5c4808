-- What the history refers to and does not have: the branch, its last commit, commits that others follow,
-- definitions of what exists and of the journal. Each kind once, with a count and an example. The tables
-- have no foreign keys, and whoever loses rows of them (a restore of some tables, a DELETE by hand) is
-- told here. Tables without a single commit or change were restored without data: nothing of that is lost.
--
-- The journal is compared as a whole, by hashes; it never costs a look-up for each of its rows.

create or replace function pggit._lost_records()
returns table (record text, lost bigint, example text)
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $pggit$
declare
  v_branch constant text := pggit._current_branch();
begin
  if not exists (select from pggit.commits) and not exists (select from pggit.changes) then
    return;
  end if;
  return query
  select 'branch', 1::bigint, v_branch
  where not exists (select from pggit.branches b where b.name = v_branch);

  return query
  select 'head', 1::bigint, v_branch
  from pggit.branches b
  where b.name = v_branch
    and not exists (select from pggit.commits c where c.commit_id = b.commit_id);

  return query
  select 'commit', count(distinct p.id), min(p.id::text)
  from (select unnest(c.parent_ids) as id from pggit.commits c) p
  where not exists (select from pggit.commits c where c.commit_id = p.id)
  having count(*) > 0;

  return query
  select 'live definition', count(*), min(l.kind || ' ' || l.identity)
  from pggit.live_objects l
  where not exists (select from pggit.blobs b where b.hash = l.blob)
  having count(*) > 0;

  return query
  select 'journal definition', count(distinct s.hash), min(s.kind || ' ' || s.identity)
  from (
    select c.kind, c.old_identity as identity, c.old_blob as hash
    from pggit.changes c where c.old_blob is not null
    union all
    select c.kind, c.new_identity, c.new_blob
    from pggit.changes c where c.new_blob is not null
  ) s
  where not exists (select from pggit.blobs b where b.hash = s.hash)
  having count(*) > 0;
end
$pggit$;

comment on function pggit._lost_records() is
  'What the history refers to and does not have, each kind once with a count and an example.';
