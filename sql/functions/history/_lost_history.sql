-- What the history refers to and does not have, one row each: the branch, its last commit, commits that
-- others follow or that tags, changes, deployments and links name, definitions of what exists and of the
-- journal. The tables have no foreign keys, and whoever loses rows of them (a restore of some tables, a
-- DELETE by hand) is told here. Tables without a single commit or change were restored without data:
-- nothing of that is lost.
--
-- The journal is compared as a whole, by hashes; it never costs a look-up for each of its rows.

create or replace function pggit._lost_history()
returns table (record text, id text, example text)
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
  select 'branch', v_branch, v_branch
  where not exists (select from pggit.branches b where b.name = v_branch);

  return query
  select 'head', b.name, b.name
  from pggit.branches b
  where not exists (select from pggit.commits c where c.commit_id = b.commit_id);

  return query
  select 'commit', n.id::text, n.id::text
  from (
    select unnest(c.parent_ids) from pggit.commits c
    union
    select t.commit_id from pggit.tags t
    union
    select k.commit_id from pggit.changes k
    union
    select d.commit_id from pggit.deployments d
    union
    select m.pggit_commit_id from pggit.external_migrations m
  ) as n (id)
  where n.id is not null
    and not exists (select from pggit.commits c where c.commit_id = n.id);

  return query
  select 'live definition', encode(l.blob, 'hex') || l.object_id, l.kind || ' ' || l.identity
  from pggit.live_objects l
  where not exists (select from pggit.blobs b where b.hash = l.blob);

  return query
  select 'journal definition', encode(s.hash, 'hex'), min(s.kind || ' ' || s.identity)
  from (
    select c.kind, c.old_identity as identity, c.old_blob as hash
    from pggit.changes c where c.old_blob is not null
    union all
    select c.kind, c.new_identity, c.new_blob
    from pggit.changes c where c.new_blob is not null
  ) s
  where not exists (select from pggit.blobs b where b.hash = s.hash)
  group by s.hash;
end
$pggit$;

comment on function pggit._lost_history() is
  'What the history refers to and does not have, one row each.';
