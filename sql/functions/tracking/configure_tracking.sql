-- Replaces the whole tracking configuration. What becomes ignored leaves the live state as untracked,
-- what becomes tracked joins it, in this transaction; drift is left as it is.

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
  v_ignored_classids oid[];
  v_ignored_objids oid[];
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

  perform pggit._record_pending(pggit._session_deployment(true));
  select array_agg(i.classid), array_agg(i.objid) into v_ignored_classids, v_ignored_objids
  from pggit._scan_with_rules() i where i.rule is not null;

  insert into pggit.settings (name, value)
  values ('tracking', jsonb_build_object(
    'track_schemas', to_jsonb(configure_tracking.track_schemas),
    'ignore_schemas', to_jsonb(configure_tracking.ignore_schemas),
    'track_operations', (
      select jsonb_agg(upper(o.tag)) from unnest(configure_tracking.track_operations) as o (tag)),
    'ignore_operations', (
      select jsonb_agg(upper(o.tag)) from unnest(configure_tracking.ignore_operations) as o (tag))))
  on conflict (name) do update set value = excluded.value;

  -- Drift on objects tracked before and after stays drift: only what changes sides is marked.
  perform pggit._mark(d.classid, d.objid)
  from pggit._drift() d
  where d.change = 'untracked'
    or (d.change = 'added' and (d.classid, d.objid) in (
      select i.classid, i.objid from unnest(v_ignored_classids, v_ignored_objids) as i (classid, objid)));
end
$pggit$;

comment on function pggit.configure_tracking(text[], text[], text[], text[]) is
  'Replaces the tracking configuration. Track lists: NULL means everything. % is the only wildcard; a schema in both lists is tracked.';
