-- The first ignore pattern that one of the texts is like; null for none. A text is an operation or a kind,
-- a blank and an identity. Upper and lower case are alike, as they are in unquoted SQL.

create or replace function pggit._matching_pattern(p_texts text[], p_patterns text[])
returns text
language plpgsql
immutable
set search_path = pg_catalog, pg_temp
as $pggit$
begin
  return (
    select p.pattern
    from unnest(p_patterns) with ordinality as p (pattern, n)
    where exists (
      select from unnest(p_texts) as t (line)
      where t.line ilike (pggit._like_pattern(array[p.pattern]))[1])
    order by p.n
    limit 1);
end
$pggit$;

comment on function pggit._matching_pattern(text[], text[]) is
  'The first ignore pattern that one of the texts matches; null for none.';
