-- 256 bits as 32 bytes; PostgreSQL has no cast for it.

create or replace function pggit._bits_to_bytes(p_bits bit)
returns bytea
language sql
immutable
set search_path = pg_catalog, pg_temp
as $pggit$
  select string_agg(int8send(substring(p_bits from part * 64 + 1 for 64)::bit(64)::bigint), ''::bytea
    order by part)
  from generate_series(0, 3) as part
$pggit$;

comment on function pggit._bits_to_bytes(bit) is
  '256 bits as 32 bytes.';
