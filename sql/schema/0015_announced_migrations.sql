-- Tools that write the row of a migration in another session than the one that ran it, as Flyway does. The
-- session that is about to run a migration announces it under the number of the link to come, its changes
-- carry that number at once, and the row writes the link. Nobody has to write to what the other session
-- may still hold.

alter table pggit.migration_tools
  add column unnamed_key_column text,
  add column reverted_when jsonpath,
  add column linked_at_end boolean;
comment on column pggit.migration_tools.unnamed_key_column is
  'The column that names a migration whose key columns are all null; null where there is none.';
comment on column pggit.migration_tools.reverted_when is
  'Path over a new row that takes an earlier migration of the same key back; null where rows are deleted for that.';
comment on column pggit.migration_tools.linked_at_end is
  'Whether a row is linked at the end of its transaction, because the migration''s own is still open when the row is written.';

create table pggit.announced_migrations (
  link_id         bigint primary key,
  deployment_id   uuid not null,
  source          text not null,
  migration_id    bigint not null,
  run_key         text,
  backend_pid     int not null default pg_catalog.pg_backend_pid(),
  announced_at    timestamptz not null default pg_catalog.clock_timestamp()
);
comment on table pggit.announced_migrations is
  'Migrations that a session has announced before it runs them, until their deployment is closed.';
comment on column pggit.announced_migrations.link_id is
  'The link_id of the link that is written with the row of the history table.';
comment on column pggit.announced_migrations.migration_id is
  'The number that the tool will give the migration.';
comment on column pggit.announced_migrations.run_key is
  'The run that began the deployment, by what its other sessions know of it; null where it joined one.';
create index announced_migrations_deployment_idx on pggit.announced_migrations (deployment_id);
