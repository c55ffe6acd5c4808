-- 32 bytes as 256 bits; zero for null.

create or replace function pggit._bytes_to_bits(p_bytes bytea)
returns bit(256)
language plpgsql
immutable
set search_path = pg_catalog, pg_temp
as $pggit$
begin
  return case when p_bytes is null then repeat('0', 256)::bit(256)
    else ('x' || encode(p_bytes, 'hex'))::bit(256) end;
end
$pggit$;

comment on function pggit._bytes_to_bits(bytea) is
  '32 bytes as 256 bits; zero for null.';
