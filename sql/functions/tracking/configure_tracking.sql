-- Replaces the whole tracking configuration, but for ignore patterns, which have functions of their own.
-- What becomes ignored leaves the live state as untracked, what becomes tracked joins it, in this
-- transaction; drift is left as it is.

create or replace function pggit.configure_tracking(
  track_schemas text[] default null,
  ignore_schemas text[] default array['query', 'query_cache', 'pg_temp%'],
  track_operations text[] default null,
  ignore_operations text[] default array['REFRESH MATERIALIZED VIEW']
)
returns void
language plpgsql
volatile
security definer -- writes settings, which no role but the owner may
set search_path = pg_catalog, pg_temp
as $pggit$
declare
  v_list record;
  v_ignored record;
begin
  for v_list in
    select l.name, p.pattern
    from (values
      ('track_schemas', configure_tracking.track_schemas),
      ('ignore_schemas', configure_tracking.ignore_schemas),
      ('track_operations', configure_tracking.track_operations),
      ('ignore_operations', configure_tracking.ignore_operations)) as l (name, patterns)
    cross join lateral unnest(l.patterns) as p (pattern)
    where nullif(btrim(p.pattern), '') is null
  loop
    perform pggit._raise('PGT02',
      format('%s holds an empty pattern', v_list.name),
      jsonb_build_object('list', v_list.name, 'pattern', v_list.pattern),
      'A pattern is a name; % in it stands for any characters. Pass NULL for no list at all.');
  end loop;

  for v_list in
    select l.name, p.pattern, replace(substr(p.pattern, 2, length(p.pattern) - 2), '""', '"') as plain
    from (values
      ('track_schemas', configure_tracking.track_schemas),
      ('ignore_schemas', configure_tracking.ignore_schemas)) as l (name, patterns)
    cross join lateral unnest(l.patterns) as p (pattern)
    where p.pattern ~ '^".*"$'
      and not exists (
        select from pg_namespace n
        where n.nspname like any (pggit._like_pattern(array[p.pattern])))
  loop
    perform pggit._raise('PGT02',
      format('%s holds the name %s in quotes, which no schema has in its name',
        v_list.name, v_list.pattern),
      jsonb_build_object('list', v_list.name, 'pattern', v_list.pattern),
      format('A pattern is a name without quotes: %L.', v_list.plain));
  end loop;
  perform pggit._warn_of_idle_patterns(
    configure_tracking.track_schemas,
    configure_tracking.track_operations, configure_tracking.ignore_operations);

  v_ignored := pggit._before_tracking_changes();
  insert into pggit.settings as s (name, value)
  values ('tracking', jsonb_build_object(
    'track_schemas', to_jsonb(configure_tracking.track_schemas),
    'ignore_schemas', to_jsonb(configure_tracking.ignore_schemas),
    'track_operations', (
      select jsonb_agg(upper(o.tag)) from unnest(configure_tracking.track_operations) as o (tag)),
    'ignore_operations', (
      select jsonb_agg(upper(o.tag)) from unnest(configure_tracking.ignore_operations) as o (tag))))
  on conflict (name) do update set value = case jsonb_typeof(s.value)
    when 'object' then s.value || excluded.value else excluded.value end;
  perform pggit._after_tracking_changed(v_ignored.p_classids, v_ignored.p_objids);
end
$pggit$;

comment on function pggit.configure_tracking(text[], text[], text[], text[]) is
'Says what is tracked, by schema and by operation. Replaces what was said before, with the defaults
for what a call leaves out; ignore patterns stay. Until it is called everything is tracked. What
becomes ignored leaves the history as untracked, not as dropped, and what becomes tracked joins
it, in this transaction.

- `track_schemas`, `track_operations` null: all.
- `ignore_schemas`, `ignore_operations` null: none. One that is in both lists is tracked.

Schemas and operations (command tags, such as `ALTER TABLE`) are matched with `%` as the only
wildcard. A warning names operations that pggit sees no command of, and says so where no schema
is like any of `track_schemas`. Comments with `@pggit:ignore` or `@pggit:track`, and ignore patterns, come before these
lists; pggit.explain_tracking() says what decided.';
