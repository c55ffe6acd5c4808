-- CQRS changes, one row each, with what came of them on either side.

create or replace view pggit.cqrs_changes (
  cqrs_change_id, description, is_atomic, commit_id, deployment_id, command_operations,
  query_operations, failed_operations, command_changes, query_changes, author, changed_at
) as
select
  r.cqrs_change_id, r.description, r.is_atomic, coalesce(r.commit_id, c.commit_id), r.deployment_id,
  o.command_operations, o.query_operations, o.failed_operations,
  coalesce(r.command_changes, pggit._changed_objects(c.command_changes)),
  coalesce(r.query_changes, pggit._changed_objects(c.query_changes)), r.login_name, r.changed_at
from pggit.cqrs_records r
cross join lateral (
  select
    (pg_catalog.count(*) filter (where p.side = 'command'))::int as command_operations,
    (pg_catalog.count(*) filter (where p.side = 'query'))::int as query_operations,
    pg_catalog.count(p.sqlstate)::int as failed_operations
  from pggit.cqrs_record_operations p
  where p.cqrs_change_id = r.cqrs_change_id
) o
cross join lateral (
  select
    (pg_catalog.array_agg(s.commit_id order by s.change_id desc))[1] as commit_id,
    pg_catalog.array_agg(s.change_id) filter (where m.side = 'command') as command_changes,
    pg_catalog.array_agg(s.change_id) filter (where m.side = 'query') as query_changes
  from pggit.cqrs_record_changes m
  join pggit.changes s on s.change_id = m.change_id
  where m.cqrs_change_id = r.cqrs_change_id
) c;

comment on view pggit.cqrs_changes is
  'CQRS changes made with pggit.track_cqrs_change(), with the numbers of operations and changed objects by side.';
comment on column pggit.cqrs_changes.cqrs_change_id is
  'Id of the change.';
comment on column pggit.cqrs_changes.description is
  'What it is for, as it was given.';
comment on column pggit.cqrs_changes.is_atomic is
  'Whether one failure would have undone all.';
comment on column pggit.cqrs_changes.commit_id is
  'The commit with its changes; null while its deployment is open, and when it changed nothing.';
comment on column pggit.cqrs_changes.deployment_id is
  'The deployment it belongs to: that of its session, else one of its own. Null when it changed nothing outside of one.';
comment on column pggit.cqrs_changes.command_operations is
  'Number of operations of the command side.';
comment on column pggit.cqrs_changes.query_operations is
  'Number of operations of the query side.';
comment on column pggit.cqrs_changes.failed_operations is
  'Number of operations that failed and were undone.';
comment on column pggit.cqrs_changes.command_changes is
  'Number of objects that the operations of the command side changed, also after a purge.';
comment on column pggit.cqrs_changes.query_changes is
  'Number of objects that the operations of the query side changed, also after a purge.';
comment on column pggit.cqrs_changes.author is
  'The login role.';
comment on column pggit.cqrs_changes.changed_at is
  'When it began.';
