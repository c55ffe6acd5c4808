-- 256 bits as 32 bytes; PostgreSQL has no cast for it.

create or replace function pggit._bits_to_bytes(p_bits bit)
returns bytea
language plpgsql
immutable
set search_path = pg_catalog, pg_temp
as $pggit$
begin
  return int8send(substring(p_bits from 1 for 64)::bit(64)::bigint)
    || int8send(substring(p_bits from 65 for 64)::bit(64)::bigint)
    || int8send(substring(p_bits from 129 for 64)::bit(64)::bigint)
    || int8send(substring(p_bits from 193 for 64)::bit(64)::bigint);
end
$pggit$;

comment on function pggit._bits_to_bytes(bit) is
  '256 bits as 32 bytes.';
