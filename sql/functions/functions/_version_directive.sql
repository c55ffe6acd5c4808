-- The version that a function names itself, `@pggit-version: 1.2.3`, in its body or, where that has none,
-- in its comment. It stands on the line of the directive: what is on the next one is something else.

create or replace function pggit._version_directive(p_body text, p_comment text)
returns text
language plpgsql
immutable
set search_path = pg_catalog, pg_temp
as $pggit$
declare
  v_pattern constant text := E'@pggit-version:[ \\t]*([0-9A-Za-z]+(?:[._+-][0-9A-Za-z]+)*)';
begin
  return coalesce(
    (regexp_match(p_body, v_pattern, 'i'))[1], (regexp_match(p_comment, v_pattern, 'i'))[1]);
end
$pggit$;

comment on function pggit._version_directive(text, text) is
  'The version that a function''s body or comment names; null for none.';
