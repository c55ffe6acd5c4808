-- CQRS changes: what each call of track_cqrs_change ran, and which of its changes belong to which side.

create type pggit.cqrs_change as (
  command_operations  text[],
  query_operations    text[],
  description         text
);
comment on type pggit.cqrs_change is
  'One change of both sides of a CQRS database, for pggit.track_cqrs_change().';
comment on column pggit.cqrs_change.command_operations is
  'SQL for the command side, in order; null for none.';
comment on column pggit.cqrs_change.query_operations is
  'SQL for the query side, in order, run after that of the command side; null for none.';
comment on column pggit.cqrs_change.description is
  'What the change is for: the message of its commit.';

create table pggit.cqrs_records (
  cqrs_change_id     uuid primary key,
  description        text,
  is_atomic          boolean not null,
  deployment_id      uuid,
  has_deployment     boolean not null,
  newest_before      bigint not null,
  login_name         text not null default session_user,
  role_name          text not null,
  application_name   text,
  transaction_id     xid8 not null default pg_current_xact_id(),
  changed_at         timestamptz not null default clock_timestamp()
);
comment on table pggit.cqrs_records is
  'Calls of track_cqrs_change(). They are made and finished in one transaction.';
comment on column pggit.cqrs_records.has_deployment is
  'Whether deployment_id was opened for this change alone; false when the session was in it already.';
comment on column pggit.cqrs_records.newest_before is
  'The newest row of the journal before the first operation ran: later ones of the transaction are its own.';
create index cqrs_records_transaction_idx on pggit.cqrs_records (transaction_id);

create table pggit.cqrs_record_operations (
  cqrs_change_id  uuid not null,
  side            text not null,
  position        int not null,
  sqlstate        text,
  error           text,
  primary key (cqrs_change_id, side, position),
  constraint cqrs_record_operations_side_ck check (side in ('command', 'query'))
);
comment on table pggit.cqrs_record_operations is
  'The operations of CQRS changes and how each ended; never their text, which may hold a password.';

create table pggit.cqrs_record_changes (
  change_id       bigint primary key,
  cqrs_change_id  uuid not null,
  side            text not null,
  constraint cqrs_record_changes_side_ck check (side in ('command', 'query'))
);
comment on table pggit.cqrs_record_changes is
  'The side of each row of the journal that belongs to a CQRS change.';
create index cqrs_record_changes_record_idx on pggit.cqrs_record_changes (cqrs_change_id);
