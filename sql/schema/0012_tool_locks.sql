-- Liquibase: a table that is recognised by its columns whatever it is called, a lock whose holding is a
-- deployment, and rows that say how their migration ran.

alter table pggit.migration_tools
  add column telltale_column text,
  add column lock_column text,
  add column exec_type_column text;

alter table pggit.external_migrations add column exec_type text;

alter table pggit.deployments add column held_lock oid;
