-- The hash of the state after the given changes. Exclusive or with what each object adds to it and what
-- it added before. Deployments interleave and end in any order, so the committed state is looked up,
-- not taken from the change; a change that a committed one has overtaken does nothing. p_commit_id: the
-- commit they may carry already, which is about to be made.

create or replace function pggit._next_state_hash(
  p_state_hash bytea,
  p_changes bigint[],
  p_commit_id uuid
)
returns bytea
language plpgsql
stable
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan
as $pggit$
begin
  return pggit._bits_to_bytes(pggit._bytes_to_bits(p_state_hash) # (
    select coalesce(
      bit_xor(
        pggit._entry_hash(c.kind, h.new_identity, h.new_blob)
        # pggit._entry_hash(c.kind, c.new_identity, c.new_blob)),
      repeat('0', 256)::bit(256))
    from (
      select distinct on (s.object_id) s.object_id, s.change_id, s.kind, s.new_identity, s.new_blob
      from pggit.changes s
      where s.change_id = any (p_changes)
      order by s.object_id, s.change_id desc
    ) c
    left join lateral (
      select p.change_id, p.new_identity, p.new_blob
      from pggit.changes p
      where p.object_id = c.object_id and p.commit_id is not null
      and p.commit_id <> p_commit_id
      order by p.change_id desc
      limit 1
    ) h on true
    where h.change_id is null or h.change_id < c.change_id
  ));
end
$pggit$;

comment on function pggit._next_state_hash(bytea, bigint[], uuid) is
  'The hash of the state that these changes make of one with the given hash.';
