-- What exists and is not tracked, and why.

create or replace function pggit.ignored_objects()
returns table (kind text, identity text, rule text)
language sql
stable
set search_path = pg_catalog, pg_temp
set quote_all_identifiers = off
as $pggit$
  select s.kind, s.identity, s.rule
  from pggit._scan_with_rules() s
  join pggit.kinds k on k.kind = s.kind
  where s.rule is not null
  order by k.position, s.identity
$pggit$;

comment on function pggit.ignored_objects() is
'Objects that exist and are not tracked, each with the rule that says so, history tables of
migration tools included. It reads the whole catalog. Members of extensions, temporary objects and
pggit itself are never tracked, and not listed.';
