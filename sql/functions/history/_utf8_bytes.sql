-- The bytes of a text that hashes are made of: UTF-8, whatever the encoding of the database, so that equal
-- content has equal hashes everywhere. A text that has no form in UTF-8 (SQL_ASCII stores any bytes; some
-- of WIN1252 or EUC_JP have no counterpart) is taken as it is stored.
--
-- In a UTF8 database it is convert_to, which capture calls itself there: a session need not load this.

create or replace function pggit._utf8_bytes(p_text text)
returns bytea
language plpgsql
immutable
set search_path = pg_catalog, pg_temp
as $pggit$
begin
  return convert_to(p_text, 'UTF8');
exception
  -- The last one: for MULE_INTERNAL there is no conversion at all.
  when character_not_in_repertoire or untranslatable_character or undefined_function then
    return convert_to(p_text, getdatabaseencoding());
end
$pggit$;

comment on function pggit._utf8_bytes(text) is
  'The bytes of a text in UTF-8; as they are stored where they have no form in UTF-8.';
