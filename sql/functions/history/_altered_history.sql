-- What was altered after pggit wrote it, one row each: definitions that do not have their hash, commits that
-- do not say what they said, states that do not follow from those before them, links that name a commit
-- with none of their changes, and a live state that is not the one which the newest commit and the
-- staged changes make.
--
-- The state hashes are computed along each branch, from the first commit on. As when they were made
-- (_next_state_hash), a change does nothing that a later one of the same object has overtaken. A commit
-- whose parent is lost has nothing to be computed from.

create or replace function pggit._altered_history()
returns table (record text, id text, example text)
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $pggit$
declare
  v_is_utf8 constant boolean := getdatabaseencoding() = 'UTF8';
  v_recorded bytea;
begin
  return query
  select 'definition', encode(b.hash, 'hex'), (
    select min(c.kind || ' ' || c.new_identity) from pggit.changes c where c.new_blob = b.hash)
  from pggit.blobs b
  where b.hash is distinct from case
    when v_is_utf8 then sha256(convert_to(b.kind || E'\n' || rtrim(b.definition, ' '), 'UTF8'))
    else pggit._stored_hash(b.kind, b.definition) end;

  return query
  select 'commit', c.commit_id::text, c.commit_id::text
  from pggit.commits c
  where c.content_hash <> pggit._content_hash(c)
  order by c.commit_number;

  return query
  with recursive line as (
    select b.name as branch, c.commit_id, c.parent_ids[1] as parent_id, c.state_hash, 0 as depth
    from pggit.branches b
    join pggit.commits c on c.commit_id = b.commit_id
    union all
    select l.branch, c.commit_id, c.parent_ids[1], c.state_hash, l.depth + 1
    from line l
    join pggit.commits c on c.commit_id = l.parent_id
    -- An altered parent may lead back to where the line has been.
    where l.depth < (select count(*) from pggit.commits)
  ),
  steps as (
    select distinct on (l.branch, k.object_id, l.depth)
      l.branch, l.depth, k.object_id, k.change_id, k.kind, k.new_identity, k.new_blob
    from line l
    join pggit.changes k on k.commit_id = l.commit_id
    order by l.branch, k.object_id, l.depth, k.change_id desc
  ),
  reached as (
    select s.*, max(s.change_id) over (
      partition by s.branch, s.object_id order by s.depth desc
      rows between unbounded preceding and 1 preceding) as previous_id
    from steps s
  ),
  moved as (
    select r.branch, r.depth, bit_xor(
      pggit._entry_hash(r.kind, p.new_identity, p.new_blob)
      # pggit._entry_hash(r.kind, r.new_identity, r.new_blob)) as difference
    from reached r
    left join pggit.changes p on p.change_id = r.previous_id
    where r.previous_id is null or r.previous_id < r.change_id
    group by r.branch, r.depth
  )
  select distinct 'state', l.commit_id::text, l.commit_id::text
  from line l
  left join pggit.commits p on p.commit_id = l.parent_id
  left join moved m on m.branch = l.branch and m.depth = l.depth
  where (l.parent_id is null or p.commit_id is not null)
    and pggit._bytes_to_bits(l.state_hash)
      <> pggit._bytes_to_bits(p.state_hash) # coalesce(m.difference, repeat('0', 256)::bit(256));

  return query
  select 'link', m.link_id::text, m.migration_key
  from pggit.external_migrations m
  join (
    select c.link_id, array_agg(distinct c.commit_id) as commits
    from pggit.changes c
    where c.link_id is not null and c.commit_id is not null
    group by c.link_id
  ) c on c.link_id = m.link_id
  where m.pggit_commit_id <> all (c.commits)
  order by m.link_id;

  select c.state_hash into v_recorded from pggit.commits c where c.commit_id = pggit._head();
  if v_recorded is null then
    return;
  end if;
  v_recorded := pggit._next_state_hash(
    v_recorded, array(select s.change_id from pggit.changes s where s.commit_id is null),
    gen_random_uuid());
  return query
  select 'live state', 'live', null::text
  from pggit.live_objects l
  having v_recorded <> pggit._bits_to_bytes(coalesce(
    bit_xor(pggit._entry_hash(l.kind, l.identity, l.blob)), repeat('0', 256)::bit(256)));
end
$pggit$;

comment on function pggit._altered_history() is
  'What was altered after pggit wrote it, one row each.';
