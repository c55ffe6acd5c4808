-- What CQRS changes changed, one row an object and side, net over the change. An object that only follows
-- a rename elsewhere is no row of its own, as in show().

create or replace view pggit.cqrs_objects
  (cqrs_change_id, commit_id, side, change, kind, identity, previous_identity) as
select
  n.cqrs_change_id, n.commit_id, n.side,
  case
    when n.old_identity is null then 'added'
    when n.new_identity is null then
      case n.last_change when 'untracked' then 'untracked' else 'removed' end
    when n.old_identity <> n.new_identity then 'renamed'
    else 'changed'
  end,
  n.kind,
  coalesce(n.new_identity, n.old_identity),
  case when n.old_identity <> n.new_identity then n.old_identity end
from (
  select distinct on (m.cqrs_change_id, m.side, s.object_id)
    m.cqrs_change_id, m.side, s.commit_id, s.kind, s.change as last_change, s.new_identity,
    pg_catalog.first_value(s.old_identity) over w as old_identity,
    pg_catalog.bool_or(s.caused_by is null) over w as is_change_of_its_own
  from pggit.cqrs_record_changes m
  join pggit.changes s on s.change_id = m.change_id
  window w as (
    partition by m.cqrs_change_id, m.side, s.object_id order by s.change_id
    rows between unbounded preceding and unbounded following)
  order by m.cqrs_change_id, m.side, s.object_id, s.change_id desc
) n
where n.is_change_of_its_own and (n.old_identity is not null or n.new_identity is not null);

comment on view pggit.cqrs_objects is
  'The objects that CQRS changes changed, by side: one row an object and side, net over the change.';
comment on column pggit.cqrs_objects.cqrs_change_id is
  'The change it belongs to.';
comment on column pggit.cqrs_objects.commit_id is
  'The commit with it; null while its deployment is open.';
comment on column pggit.cqrs_objects.side is
  'The side whose operations changed it: command or query.';
comment on column pggit.cqrs_objects.change is
  'added, changed, renamed, removed or untracked.';
comment on column pggit.cqrs_objects.kind is
  'Kind of the object, for example view.';
comment on column pggit.cqrs_objects.identity is
  'The object, for example query.machine_overview.';
comment on column pggit.cqrs_objects.previous_identity is
  'Its name before, where it was renamed.';
