-- History: commits, refs, deployments, the journal of changes and the links to migration tools.
--
-- The journal has no foreign keys. A key-share lock on a deployment or blob row would make capture
-- wait for, or be waited for by, another session of the same tool (Flyway commits a migration and
-- its history row in two sessions); verification checks the references instead.

create table pggit.commits (
  commit_id       uuid primary key default gen_random_uuid(),
  commit_number   bigint generated always as identity unique,
  parent_ids      uuid[] not null default '{}',
  branch          text,
  message         text not null,
  author          text not null,
  committed_at    timestamptz not null default clock_timestamp(),
  deployment_id   uuid,
  transaction_id  xid8 not null default pg_current_xact_id(),
  state_hash      bytea not null,
  content_hash    bytea not null,
  server_version  int not null default current_setting('server_version_num')::int,
  format_version  int not null default 1
);
comment on table pggit.commits is 'Commits: one per deployment, or one per transaction outside a deployment.';
comment on column pggit.commits.commit_number is 'Order in which commits were appended in this database.';
comment on column pggit.commits.state_hash is
  'Exclusive or of sha256(kind, identity, blob) over all objects of the state: equal for equal states, whatever the road there.';
comment on column pggit.commits.content_hash is
  'sha256 over the commit''s own columns and its changes: an altered byte shows.';
create index commits_transaction_idx on pggit.commits (transaction_id);
create index commits_deployment_idx on pggit.commits (deployment_id);

create table pggit.branches (
  name       text primary key,
  commit_id  uuid
);
comment on table pggit.branches is 'Branches and the commit each one ends at.';

create table pggit.tags (
  name        text not null,
  commit_id   uuid not null,
  created_at  timestamptz not null default clock_timestamp(),
  primary key (name, commit_id)
);
comment on table pggit.tags is 'Labels on commits. One name may sit on many; as a ref it means the newest.';
create index tags_commit_idx on pggit.tags (commit_id);

create table pggit.deployments (
  deployment_id       uuid primary key,
  name                text not null,
  auto_commit         boolean not null default false,
  status              text not null default 'open',
  reason              text,
  message             text,
  tags                text[],
  commit_id           uuid,
  opened_by           text not null default session_user,
  role_name           text not null,
  application_name    text,
  backend_pid         int not null,
  backend_start       timestamptz,
  started_at          timestamptz not null default clock_timestamp(),
  ended_at            timestamptz,
  constraint deployments_status_ck check (status in ('open', 'completed', 'failed', 'interrupted'))
);
comment on table pggit.deployments is
  'Runs of work, over one or many sessions, that end as one commit.';
comment on column pggit.deployments.backend_start is
  'With backend_pid: the session that opened the deployment. It counts as alive while that session is.';
create index deployments_open_idx on pggit.deployments (deployment_id) where status = 'open';

create table pggit.changes (
  change_id         bigint generated always as identity primary key,
  object_id         uuid not null,
  kind              text not null,
  change            text not null,
  old_identity      text,
  new_identity      text,
  old_blob          bytea,
  new_blob          bytea,
  old_column_ids    jsonb,
  new_column_ids    jsonb,
  caused_by         uuid,
  transaction_id    xid8 not null default pg_current_xact_id(),
  commit_id         uuid,
  deployment_id     uuid,
  link_id           bigint,
  login_name        text not null,
  role_name         text not null,
  application_name  text,
  backend_pid       int not null,
  command_tag       text,
  changed_at        timestamptz not null default clock_timestamp(),
  constraint changes_change_ck
    check (change in ('added', 'changed', 'renamed', 'removed', 'untracked'))
);
comment on table pggit.changes is
  'The journal: one object''s step from one definition to another in one transaction. Rows without a commit are staged.';
comment on column pggit.changes.old_column_ids is
  'Columns whose stable id is not their name (renamed once, or dropped and added again): name to id, null when there are none.';
comment on column pggit.changes.caused_by is
  'The renamed object whose new name is all that changed in this one''s text or identity; null for a change of its own.';
create index changes_object_idx on pggit.changes (object_id, change_id);
create index changes_identity_idx on pggit.changes (kind, new_identity);
create index changes_commit_idx on pggit.changes (commit_id);
create index changes_unlinked_idx on pggit.changes (deployment_id, backend_pid)
  where commit_id is null and link_id is null;
create index changes_staged_deployment_idx on pggit.changes (deployment_id) where commit_id is null;
create index changes_staged_transaction_idx on pggit.changes (transaction_id) where commit_id is null;

create table pggit.external_migrations (
  link_id          bigint generated always as identity primary key,
  migration_id     bigint not null,
  migration_key    text not null,
  tool_name        text not null,
  source           text not null,
  pggit_commit_id  uuid,
  deployment_id    uuid,
  run              int not null default 1,
  direction        text not null default 'up',
  description      text,
  checksum         text,
  applied_at       timestamptz not null default clock_timestamp(),
  reverted_at      timestamptz,
  transaction_id   xid8 not null default pg_current_xact_id(),
  constraint external_migrations_direction_ck check (direction in ('up', 'down'))
);
comment on table pggit.external_migrations is
  'Links: rows of migration tools'' history tables, tied to the deployment and commit that hold their changes.';
comment on column pggit.external_migrations.migration_id is
  'The tool''s own number; where a tool has only a name, a stable hash of it.';
comment on column pggit.external_migrations.source is
  'The history table the row came from, for example public.pgmigrations; the tool''s name for links made by hand.';
create unique index external_migrations_run_idx
  on pggit.external_migrations (source, migration_key, direction, run);
create index external_migrations_commit_idx on pggit.external_migrations (pggit_commit_id);
create index external_migrations_unfinished_idx
  on pggit.external_migrations (deployment_id, link_id) where pggit_commit_id is null;
