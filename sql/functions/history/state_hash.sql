-- The hash of a state: equal for equal states, whatever the road there. `live` describes the catalog
-- afresh; a ref reads what its commit recorded.

create or replace function pggit.state_hash(ref text default 'live')
returns bytea
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $pggit$
begin
  if lower(state_hash.ref) = 'live' then
    return (
      select pggit._bits_to_bytes(coalesce(
        bit_xor(pggit._entry_hash(s.kind, s.identity, s.blob)), repeat('0', 256)::bit(256)))
      from pggit._scan_with_rules() s
      where s.rule is null);
  end if;
  return (
    select c.state_hash from pggit.commits c
    where c.commit_id = pggit._resolve_ref(state_hash.ref));
end
$pggit$;

comment on function pggit.state_hash(text) is
'The hash of a state, 32 bytes: equal for equal states, whatever the road there. Two databases have
equal states when the same objects have the same definitions, owners, privileges and comments.

- `ref`: `live`, the default, describes the whole catalog, which takes about as long as
  pggit.status().';
