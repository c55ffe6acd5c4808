-- What keeps pggit from seeing everything, and what it has not seen: one row each. Writes nothing.
--
-- Settings are looked for in this session and where sessions get them from (ALTER ROLE, ALTER DATABASE);
-- what another session has set for itself cannot be seen, and shows as drift.

create or replace function pggit._inconsistencies()
returns table (issue text, object text, detail text, hint text)
language plpgsql
stable
set search_path = pg_catalog, pg_temp
set quote_all_identifiers = off
as $pggit$
begin
  return query
  select 'event trigger', t.name,
    case when e.evtname is null then 'it is missing, so changes are not captured'
      else 'it does not fire, so changes are not captured' end,
    case when e.evtname is null then 'run pggit upgrade'
      else format('alter event trigger %I enable', t.name) end
  from (values ('pggit_ddl_trigger'), ('pggit_drop_trigger')) as t (name)
  left join pg_event_trigger e on e.evtname = t.name
  where not pggit._is_manual_mode() and (e.evtname is null or e.evtenabled not in ('O', 'A'));

  return query
  select 'setting', format('%s of this session', s.name),
    format('it is %s, so what this session changes is not captured', s.value),
    format('reset %s', s.name)
  from (values
    ('event_triggers', current_setting('event_triggers', true), 'off'),
    ('session_replication_role', current_setting('session_replication_role'), 'replica'),
    ('pggit.tracking', current_setting('pggit.tracking', true), 'off')) as s (name, value, bypass)
  where s.value = s.bypass;

  return query
  select 'setting',
    format('%s of %s', o.name, case when r.rolname is null and d.datname is null then 'every role'
      else concat_ws(' in ', 'role ' || quote_ident(r.rolname),
        'database ' || quote_ident(d.datname)) end),
    format('it is %s, so what new sessions change is not captured', o.value),
    case
      when r.rolname is null and d.datname is null then format('alter role all reset %s', o.name)
      when r.rolname is null then format('alter database %I reset %s', d.datname, o.name)
      else format('alter role %I%s reset %s', r.rolname, ' in database ' || quote_ident(d.datname),
        o.name) end
  from pg_db_role_setting s
  left join pg_roles r on r.oid = s.setrole
  left join pg_database d on d.oid = s.setdatabase
  cross join lateral unnest(s.setconfig) as c (entry)
  cross join lateral (
    select split_part(c.entry, '=', 1), substr(c.entry, strpos(c.entry, '=') + 1)
  ) as o (name, value)
  where (d.datname is null or d.datname = current_database())
    -- Kept as it was written: of a boolean any beginning of off, false and no; ours is compared as it is.
    and (o.name = 'session_replication_role' and lower(o.value) = 'replica'
      or o.name = 'event_triggers' and lower(o.value) ~ '^(off?|f(a(l(se?)?)?)?|no?|0)$'
      or o.name = 'pggit.tracking' and o.value = 'off');

  return query
  select 'emergency', 'database', format('tracking is disabled until %s', u.disabled_until),
    'select pggit.emergency_enable()'
  from pggit._disabled_until() as u (disabled_until) where u.disabled_until is not null;

  return query
  select 'deployment', format('%s (%s)', o.name, o.deployment_id),
    'it is open, and the session that opened it is gone', 'select pggit.recover_deployments()'
  from pggit.orphaned_deployments() o;

  return query
  select 'history table', u.source,
    case when u.is_disabled then 'its link trigger does not fire, so rows are not linked'
      else format('rows that %s writes are not linked', u.tool_name) end,
    case when u.is_disabled then format('alter table %s enable trigger zz_pggit_link', u.source)
      else format('select pggit.watch_history_table(%L, %L)', u.source, u.tool_name) end
  from pggit._unlinked_history_tables() u;

  return query
  select 'history table', u.source, format('runs of %s are no deployments', u.tool_name),
    case when u.is_disabled then format('alter table %s enable trigger zz_pggit_lock', u.source)
      else format('select * from pggit.attach_history_tables(%L)', u.tool_name) end
  from pggit._unfollowed_locks() u;

  return query
  select
    case d.change when 'unread' then 'unread' else 'drift' end,
    format('%s %s', d.kind, d.identity),
    case d.change
      when 'unread' then 'another session has it locked, so it was not compared'
      when 'added' then 'it exists, and pggit does not know it'
      when 'removed' then 'pggit knows it, and it does not exist any more'
      when 'renamed' then format('pggit knows it as %s', d.previous_identity)
      when 'untracked' then 'it is ignored, and pggit has it still'
      else 'it is not as pggit knows it' end,
    case d.change when 'unread' then 'look again when that session has ended its transaction'
      else 'select pggit.capture()' end
  from pggit._drift() d
  left join pggit.kinds k on k.kind = d.kind
  where (d.classid, d.objid) not in (select m.classid, m.objid from pggit._pending_marks() m)
  order by k.position, d.identity;
end
$pggit$;

comment on function pggit._inconsistencies() is
  'What keeps pggit from seeing everything, and what it has not seen: one row each.';
