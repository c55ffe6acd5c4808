-- The tracking directive in a comment, anywhere in it: @pggit:ignore or @pggit:track, or with a dash.
-- The first one counts; any other word after @pggit is not ours to judge.

create or replace function pggit._directive(p_comment text)
returns text
language plpgsql
immutable
set search_path = pg_catalog, pg_temp
as $pggit$
begin
  return lower(substring(p_comment from E'(?i)@pggit[:-](ignore|track)(?!-?\\w)'));
end
$pggit$;

comment on function pggit._directive(text) is
  'The tracking directive in a comment: ignore, track, or null.';
