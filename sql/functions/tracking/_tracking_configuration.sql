-- The tracking configuration in the form the decision needs it: LIKE patterns, the schemas whose
-- comment decides for all they hold, and the history tables of migration tools.

create or replace function pggit._tracking_configuration(
  out track_schemas text[],
  out ignore_schemas text[],
  out track_operations text[],
  out ignore_operations text[],
  out comment_tracks text[],
  out comment_ignores text[],
  out history_tables text[]
)
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $pggit$
declare
  v_value jsonb;
begin
  select s.value into v_value from pggit.settings s where s.name = 'tracking';
  track_schemas := pggit._json_patterns(v_value -> 'track_schemas');
  ignore_schemas := pggit._json_patterns(v_value -> 'ignore_schemas');
  track_operations := pggit._json_patterns(v_value -> 'track_operations');
  ignore_operations := pggit._json_patterns(v_value -> 'ignore_operations');

  select
    array_agg(d.nspname) filter (where d.directive = 'track'),
    array_agg(d.nspname) filter (where d.directive = 'ignore')
  into comment_tracks, comment_ignores
  from (
    select n.nspname, pggit._directive(c.description) as directive
    from pg_description c
    join pg_namespace n on n.oid = c.objoid
    where c.classoid = 'pg_namespace'::regclass and c.description like '%@pggit%'
  ) d;

  select array_agg(w.source) into history_tables from pggit.watched_tables w;
end
$pggit$;

comment on function pggit._tracking_configuration() is
  'The tracking configuration as LIKE patterns, with schema directives and history tables.';
