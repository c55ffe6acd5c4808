-- What pggit knows of the catalog: definitions, the live state and the marks of running transactions.

create type pggit._description as (
  kind            text,
  classid         oid,
  objid           oid,
  schema_name     text,
  identity        text,
  parent_objid    oid,
  column_names    text[],
  definition      jsonb
);
comment on type pggit._description is
  'One object as the catalog has it now. parent_objid: the relation an index, trigger or owned sequence lives on, or a partition belongs to. column_names: by attribute number, null where a column was dropped.';

create type pggit._tracking as (
  track_schemas      text[],
  ignore_schemas     text[],
  track_operations   text[],
  ignore_operations  text[],
  comment_tracks     text[],
  comment_ignores    text[],
  history_tables     text[]
);
comment on type pggit._tracking is
  'The tracking configuration as the decision needs it: LIKE patterns, schemas whose comment decides, history tables.';

create table pggit.blobs (
  hash            bytea not null,
  transaction_id  xid8 not null,
  kind            text not null,
  definition      jsonb not null,
  primary key (hash, transaction_id),
  constraint blobs_hash_ck check (octet_length(hash) = 32)
);
comment on table pggit.blobs is
  'Definitions, addressed by the sha256 of kind and canonical text: equal definitions are one row.';
comment on column pggit.blobs.transaction_id is
  'Part of the key so that two sessions storing the same definition at once never wait for each other.';

-- Definitions are small and repetitive: compress them early and keep them in line, where one page
-- read fetches a whole definition, instead of moving them out of line at the default 2 kB.
alter table pggit.blobs set (toast_tuple_target = 128);
alter table pggit.blobs alter column definition set storage main;

create table pggit.live_objects (
  object_id     uuid primary key,
  kind          text not null,
  schema_name   text,
  identity      text not null,
  classid       oid not null,
  objid         oid not null,
  parent_objid  oid,
  blob          bytea not null,
  column_names  text[],
  column_ids    text[],
  change_id     bigint not null
);
comment on table pggit.live_objects is
  'The tracked objects as pggit last saw them. column_ids: attribute number to the id a column keeps for life.';
comment on column pggit.live_objects.change_id is
  'The newest change of the object: who read an older one must look again before writing.';

-- Not unique on purpose: two objects may swap names in one transaction, and an update of both rows
-- would trip over a unique index half-way.
create index live_objects_identity_idx on pggit.live_objects (kind, identity);
create index live_objects_address_idx on pggit.live_objects (objid, classid);
create index live_objects_parent_idx on pggit.live_objects (parent_objid) where parent_objid is not null;

create unlogged table pggit.dirty_objects (
  transaction_id  xid8 not null,
  flush           int not null default 0,
  classid         oid not null,
  objid           oid not null,
  command_tag     text not null,
  role_name       text not null,
  is_first        boolean not null,
  marked_at       timestamptz not null,
  occurrence      bigint not null default 0,
  is_dropped      boolean not null default false,
  primary key (transaction_id, flush, classid, objid, command_tag, occurrence)
);
comment on table pggit.dirty_objects is
  'What the running transaction touched and has not described yet. Unlogged: a transaction consumes its own marks before it commits.';
comment on column pggit.dirty_objects.flush is
  'How many times the transaction has described its marks before: part of the key, so that no look-up wades through the ones it has consumed.';
comment on column pggit.dirty_objects.objid is
  'Zero when the event does not name its objects (GRANT, REVOKE): they are found by the transaction id of their catalog rows.';
comment on column pggit.dirty_objects.occurrence is
  'Zero, so that an object is marked once per command tag; for marks without an object the microsecond, because each subtransaction needs one of its own.';
comment on column pggit.dirty_objects.is_dropped is
  'True for objects a command dropped, directly or by CASCADE; false for the parts that go with them.';
comment on column pggit.dirty_objects.is_first is
  'True for the row without an object that queues the description at the end of the transaction; marks need no trigger of their own.';

create table pggit.capture_errors (
  error_id     bigint generated always as identity primary key,
  raised_at    timestamptz not null default clock_timestamp(),
  stage        text not null,
  sqlstate     text not null,
  message      text not null,
  context      text,
  login_name   text not null default session_user,
  objects      text[]
);
comment on table pggit.capture_errors is
  'Failures of pggit itself that were kept away from a user''s transaction. The objects show as drift until the next capture.';
