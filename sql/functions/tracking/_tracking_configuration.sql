-- The tracking configuration in the form the decision needs it: LIKE patterns, ignore patterns as they
-- were given, the schemas whose comment decides for all they hold, the history tables of migration tools.

create or replace function pggit._tracking_configuration()
returns pggit._tracking
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $pggit$
declare
  v_value jsonb;
  v_has_directives boolean;
  v_tracking pggit._tracking;
begin
  select
    (select s.value from pggit.settings s where s.name = 'tracking'),
    (select array_agg(w.source) from pggit.watched_tables w where w.attached),
    exists (
      select from pg_namespace n
      join pg_description c
        on c.objoid = n.oid and c.classoid = 'pg_namespace'::regclass and c.objsubid = 0
      where c.description ilike '%@pggit%'),
    (select to_timestamp(s.value::float8) from pggit.settings s
     where s.name = 'disabled_until' and jsonb_typeof(s.value) = 'number')
  into v_value, v_tracking.history_tables, v_has_directives, v_tracking.disabled_until;
  if v_has_directives then
    select
      array_agg(n.nspname::text) filter (where pggit._directive(c.description) = 'track'),
      array_agg(n.nspname::text) filter (where pggit._directive(c.description) = 'ignore')
    into v_tracking.comment_tracks, v_tracking.comment_ignores
    from pg_namespace n
    join pg_description c
      on c.objoid = n.oid and c.classoid = 'pg_namespace'::regclass and c.objsubid = 0;
  end if;
  if v_value is not null then
    v_tracking.track_schemas := pggit._json_patterns(v_value -> 'track_schemas');
    v_tracking.ignore_schemas := pggit._json_patterns(v_value -> 'ignore_schemas');
    v_tracking.track_operations := pggit._json_patterns(v_value -> 'track_operations');
    v_tracking.ignore_operations := pggit._json_patterns(v_value -> 'ignore_operations');
    if jsonb_typeof(v_value -> 'ignore_patterns') = 'object' then
      v_tracking.ignore_patterns := (
        select array_agg(k.pattern order by k.pattern)
        from jsonb_object_keys(v_value -> 'ignore_patterns') as k (pattern));
    end if;
  end if;
  return v_tracking;
end
$pggit$;

comment on function pggit._tracking_configuration() is
  'The tracking configuration as LIKE patterns, with schema directives and history tables.';
