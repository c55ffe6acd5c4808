-- The file of a migration, which a tool's row may name beside what names the migration.
alter table pggit.migration_tools add column script_column text;
alter table pggit.external_migrations add column script text;
