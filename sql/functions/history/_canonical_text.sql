-- The text of a jsonb value as a database in UTF8 would write it. jsonb orders keys by their length in
-- bytes and then by those bytes, both of which depend on the encoding of the database: an e with an accent
-- comes before `ab` in LATIN1 and after it in UTF8.

create or replace function pggit._canonical_text(p_value jsonb)
returns text
language plpgsql
immutable
set search_path = pg_catalog, pg_temp
as $pggit$
declare
  v_text constant text := p_value::text;
begin
  -- Text of one byte a character, or of bytes that stay as they are, is in order already.
  if getdatabaseencoding() = 'UTF8'
    or pggit._utf8_bytes(v_text) = convert_to(v_text, getdatabaseencoding())
  then
    return v_text;
  end if;
  return case jsonb_typeof(p_value)
    when 'object' then (
      select '{' || string_agg(
        to_json(e.key)::text || ': ' || pggit._canonical_text(e.value), ', '
        order by octet_length(pggit._utf8_bytes(e.key)), pggit._utf8_bytes(e.key)) || '}'
      from jsonb_each(p_value) e)
    when 'array' then (
      select '[' || string_agg(pggit._canonical_text(e.value), ', ' order by e.n) || ']'
      from jsonb_array_elements(p_value) with ordinality e (value, n))
    else v_text
  end;
end
$pggit$;

comment on function pggit._canonical_text(jsonb) is
  'The text of a jsonb value with its keys in the order they have in UTF8.';
