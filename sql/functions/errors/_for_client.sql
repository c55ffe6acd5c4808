-- A message as the client can be sent it: one with a character that the client's encoding lacks would be
-- an error instead of a warning. Such characters are question marks then.

create or replace function pggit._for_client(p_message text)
returns text
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $pggit$
begin
  perform convert_to(p_message, pg_client_encoding());
  return p_message;
exception when character_not_in_repertoire or untranslatable_character or undefined_function then
  return regexp_replace(p_message, E'[^\\x01-\\x7f]', '?', 'g');
end
$pggit$;

comment on function pggit._for_client(text) is
  'A message without what the client''s encoding lacks.';
