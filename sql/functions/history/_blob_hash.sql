-- The address of a definition. jsonb prints keys in one order, so equal definitions are equal text.

create or replace function pggit._blob_hash(p_kind text, p_definition jsonb)
returns bytea
language plpgsql
immutable
set search_path = pg_catalog, pg_temp
as $pggit$
begin
  return sha256(convert_to(p_kind || E'\n' || p_definition::text, 'UTF8'));
end
$pggit$;

comment on function pggit._blob_hash(text, jsonb) is
  'sha256 of a kind and the canonical text of a definition.';
