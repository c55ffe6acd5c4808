-- A name pattern as LIKE wants it: % is the only wildcard, an underscore is an underscore.

create or replace function pggit._like_pattern(p_patterns text[])
returns text[]
language plpgsql
immutable
set search_path = pg_catalog, pg_temp
as $pggit$
begin
  return (
    select array_agg(replace(replace(p.pattern, E'\\', E'\\\\'), '_', E'\\_') order by p.n)
    from unnest(p_patterns) with ordinality as p (pattern, n)
  );
end
$pggit$;

comment on function pggit._like_pattern(text[]) is
  'Name patterns as LIKE patterns: % is the only wildcard.';
