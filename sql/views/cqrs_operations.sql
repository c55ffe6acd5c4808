-- The operations of CQRS changes and how each ended.

create or replace view pggit.cqrs_operations
  (cqrs_change_id, side, "position", status, sqlstate, error) as
select
  o.cqrs_change_id, o.side, o.position,
  case when o.sqlstate is null then 'done' else 'failed' end,
  o.sqlstate, o.error
from pggit.cqrs_record_operations o;

comment on view pggit.cqrs_operations is
  'The operations of CQRS changes and how each ended. Their text is not kept: it may hold a password.';
comment on column pggit.cqrs_operations.cqrs_change_id is
  'The change it belongs to.';
comment on column pggit.cqrs_operations.side is
  'command or query.';
comment on column pggit.cqrs_operations.position is
  'From 1, in the list of its side.';
comment on column pggit.cqrs_operations.status is
  'done; or failed, and then undone.';
comment on column pggit.cqrs_operations.sqlstate is
  'SQLSTATE of the failure.';
comment on column pggit.cqrs_operations.error is
  'Message of the failure.';
