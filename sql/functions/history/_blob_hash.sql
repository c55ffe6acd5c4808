-- The address of a definition. jsonb prints keys in one order, so equal definitions are equal text, and
-- that text is hashed in UTF-8 whatever the encoding of the database.

create or replace function pggit._blob_hash(p_kind text, p_definition jsonb)
returns bytea
language plpgsql
immutable
set search_path = pg_catalog, pg_temp
as $pggit$
begin
  return sha256(case when getdatabaseencoding() = 'UTF8'
    then convert_to(p_kind || E'\n' || p_definition::text, 'UTF8')
    else pggit._utf8_bytes(p_kind || E'\n' || pggit._canonical_text(p_definition)) end);
end
$pggit$;

comment on function pggit._blob_hash(text, jsonb) is
  'sha256 of a kind and the canonical text of a definition.';
