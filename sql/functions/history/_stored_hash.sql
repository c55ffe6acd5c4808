-- The hash that a stored definition should have; null for a text that is no definition any more.
--
-- It is the text that was hashed, with blanks behind it. In an encoding other than UTF8 other bytes were
-- (_canonical_text).

create or replace function pggit._stored_hash(p_kind text, p_definition text)
returns bytea
language plpgsql
immutable
set search_path = pg_catalog, pg_temp
as $pggit$
begin
  if getdatabaseencoding() = 'UTF8' then
    return sha256(convert_to(p_kind || E'\n' || rtrim(p_definition, ' '), 'UTF8'));
  end if;
  return pggit._blob_hash(p_kind, p_definition::jsonb);
exception when data_exception then
  return null;
end
$pggit$;

comment on function pggit._stored_hash(text, text) is
  'The hash that a stored definition should have; null for what is no definition.';
