-- One object's part of a state hash. As bits, because exclusive or is defined on bit strings: it
-- makes the hash of a state independent of order, and lets a change take an object out and put it
-- back without touching the rest.

create or replace function pggit._entry_hash(p_kind text, p_identity text, p_blob bytea)
returns bit(256)
language plpgsql
immutable
set search_path = pg_catalog, pg_temp
as $pggit$
begin
  return case when p_blob is null then repeat('0', 256)::bit(256) else
    ('x' || encode(
      sha256(case when getdatabaseencoding() = 'UTF8'
        then convert_to(p_kind || E'\n' || p_identity || E'\n', 'UTF8')
        else pggit._utf8_bytes(p_kind || E'\n' || p_identity || E'\n') end || p_blob),
      'hex'))::bit(256)
  end;
end
$pggit$;

comment on function pggit._entry_hash(text, text, bytea) is
  'sha256 of kind, identity and blob as bits; zero for an absent object.';
