-- An ignore pattern as it is kept: blanks around it go, and between two words, where no name is quoted, there is
-- one. Every second part between quotes is inside of them.

create or replace function pggit._normal_pattern(p_pattern text)
returns text
language plpgsql
immutable
set search_path = pg_catalog, pg_temp
as $pggit$
begin
  return (
    select btrim(string_agg(
      case when p.n % 2 = 1 then regexp_replace(p.part, E'\\s+', ' ', 'g') else p.part end,
      '"' order by p.n), ' ')
    from unnest(string_to_array(p_pattern, '"')) with ordinality as p (part, n)
  );
end
$pggit$;

comment on function pggit._normal_pattern(text) is
  'An ignore pattern with one blank between its words; null for null and for nothing.';
