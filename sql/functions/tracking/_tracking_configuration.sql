-- The tracking configuration in the form the decision needs it: LIKE patterns, the schemas whose
-- comment decides for all they hold, and the history tables of migration tools.

create or replace function pggit._tracking_configuration()
returns pggit._tracking
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $pggit$
declare
  v_value jsonb;
  v_tracking pggit._tracking;
begin
  select s.value into v_value from pggit.settings s where s.name = 'tracking';
  v_tracking.track_schemas := pggit._json_patterns(v_value -> 'track_schemas');
  v_tracking.ignore_schemas := pggit._json_patterns(v_value -> 'ignore_schemas');
  v_tracking.track_operations := pggit._json_patterns(v_value -> 'track_operations');
  v_tracking.ignore_operations := pggit._json_patterns(v_value -> 'ignore_operations');

  select
    array_agg(d.nspname) filter (where d.directive = 'track'),
    array_agg(d.nspname) filter (where d.directive = 'ignore')
  into v_tracking.comment_tracks, v_tracking.comment_ignores
  from (
    select n.nspname, pggit._directive(c.description) as directive
    from pg_description c
    join pg_namespace n on n.oid = c.objoid
    where c.classoid = 'pg_namespace'::regclass and c.description like '%@pggit%'
  ) d;

  select array_agg(w.source) into v_tracking.history_tables from pggit.watched_tables w;
  return v_tracking;
end
$pggit$;

comment on function pggit._tracking_configuration() is
  'The tracking configuration as LIKE patterns, with schema directives and history tables.';
