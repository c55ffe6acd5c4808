-- A JSON list of name patterns as LIKE patterns; null for a missing or null list.

create or replace function pggit._json_patterns(p_patterns jsonb)
returns text[]
language plpgsql
immutable
set search_path = pg_catalog, pg_temp
as $pggit$
begin
  return case when jsonb_typeof(p_patterns) = 'array' then
    coalesce(
      pggit._like_pattern(array(select jsonb_array_elements_text(p_patterns))),
      '{}'::text[])
  end;
end
$pggit$;

comment on function pggit._json_patterns(jsonb) is
  'A JSON list of name patterns as LIKE patterns; null for no list.';
