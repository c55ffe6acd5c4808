-- What HEAD does not have: staged changes, drift, kinds that are not modelled; what could not be read,
-- whether anything keeps capture from working, and whether records of pggit itself are gone. Writes
-- nothing.

create or replace function pggit.status()
returns table (state text, change text, kind text, identity text, deployment_id uuid)
language sql
stable
set search_path = pg_catalog, pg_temp
as $pggit$
  select s.state, s.change, s.kind, s.identity, s.deployment_id
  from (
    select 1, 'disabled', null, 'event trigger', t.name, null::uuid
    from (values ('pggit_ddl_trigger'), ('pggit_drop_trigger')) as t (name)
    where not exists (
      select from pg_event_trigger e where e.evtname = t.name and e.evtenabled in ('O', 'A'))
    union all
    -- A restore without data: there is nothing to record into.
    select 1, 'disabled', null, 'schema', 'pggit', null
    where not exists (select from pggit.commits)
    union all
    select 1, 'disabled', null, 'database',
      to_char(u.disabled_until at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), null
    from pggit._disabled_until() as u (disabled_until) where u.disabled_until is not null
    union all
    select 1, 'damaged', 'lost', l.record,
      l.example || case when l.lost > 1 then format(' and %s more', l.lost - 1) else '' end, null
    from pggit._lost_records() l
    union all
    select 2, 'paused', null, 'session', current_setting('pggit.paused_until', true), null
    where not pggit._is_tracking()
    union all
    -- The server's own ways to keep event triggers from firing.
    select 2, 'paused', null, 'setting', o.name || ' = ' || o.value, null
    from (values
      ('event_triggers', current_setting('event_triggers', true), 'off', 'OAR'),
      ('session_replication_role', current_setting('session_replication_role'), 'replica', 'O')
    ) as o (name, value, off, enabled)
    where o.value = o.off and exists (
      select from pg_event_trigger e
      where e.evtname in ('pggit_ddl_trigger', 'pggit_drop_trigger')
        and strpos(o.enabled, e.evtenabled::text) > 0)
    union all
    select 3, 'staged',
      case
        when g.old_identity is null then 'added'
        when g.new_identity is null then
          case g.last_change when 'untracked' then 'untracked' else 'removed' end
        when g.old_identity <> g.new_identity then 'renamed'
        else 'changed'
      end,
      g.kind, coalesce(g.new_identity, g.old_identity), g.deployment_id
    from (
      select distinct on (c.deployment_id, c.object_id)
        c.deployment_id, c.object_id, c.kind,
        first_value(c.old_identity) over w as old_identity,
        last_value(c.new_identity) over w as new_identity,
        last_value(c.change) over w as last_change
      from pggit.changes c
      where c.commit_id is null
      window w as (
        partition by c.deployment_id, c.object_id order by c.change_id
        rows between unbounded preceding and unbounded following)
    ) g
    where g.old_identity is not null or g.new_identity is not null
    union all
    select
      case d.change when 'unread' then 5 else 4 end,
      case
        when d.change = 'unread' then 'unread'
        when (d.classid, d.objid) in (select m.classid, m.objid from pggit._pending_marks() m)
          then 'staged'
        else 'drift'
      end,
      nullif(d.change, 'unread'), d.kind, d.identity, null
    from pggit._drift() d
    union all
    select 6, 'unmodelled', null, u.kind, u.identity, null from pggit._unmodelled() u
  ) as s (part, state, change, kind, identity, deployment_id)
  order by s.part, s.kind, s.identity
$pggit$;

comment on function pggit.status() is
'What the history does not have, and what keeps pggit from recording it. No row when there is
nothing to say. Writes nothing, and works on a standby.

- `disabled`: nothing is recorded. `kind` is `event trigger` (missing or off), `schema` (pggit''s
  tables are empty) or `database` (pggit.emergency_disable(); `identity` is when that ends).
- `damaged`: records that others refer to are gone. `kind` says of what (branch, head, commit,
  live definition, journal definition), `identity` is an example.
- `paused`: this session records nothing. `kind` is `session` (pggit.pause_tracking(); `identity`
  is when that ends) or `setting` (one of the server''s own).
- `staged`: recorded, and not in a commit yet; `deployment_id` says for which deployment.
- `drift`: the catalog differs from what was recorded. pggit.capture() adopts it.
- `unread`: another session has it locked, so it was not compared.
- `unmodelled`: of a kind that pggit does not know.

`change` is that of pggit.show(), for `staged` and `drift`.';
