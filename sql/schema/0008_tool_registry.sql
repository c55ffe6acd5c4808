-- The registry learns what twenty tools need: types of columns, rows that say how far the database is
-- instead of naming one migration, rows that stay when a migration runs again, and when it ran.
-- pggit's own entries are marked, so that an upgrade can replace them and leave a team's alone.

alter table pggit.migration_tools
  add column column_types text[],
  add column applied_at_column text,
  add column rerun_columns text[],
  add column beside_table text,
  add column row_stands_for text not null default 'migration',
  add column is_built_in boolean not null default false,
  add constraint migration_tools_types_ck
    check (column_types is null or cardinality(column_types) = cardinality(required_columns)),
  add constraint migration_tools_row_ck check (
    row_stands_for in ('migration', 'nothing')
    or (row_stands_for = 'position' and cardinality(key_columns) = 1));
comment on column pggit.migration_tools.required_columns is
  'The columns a table must have to be the tool''s.';
comment on column pggit.migration_tools.column_types is
  'What each required column holds: number, text, time, boolean, json or any; null for any.';
comment on column pggit.migration_tools.description_column is
  'The column with the tool''s words for a migration; null where it has none.';
comment on column pggit.migration_tools.checksum_column is
  'The column with the tool''s checksum; null where it has none.';
comment on column pggit.migration_tools.applied_at_column is
  'The column with the time when the migration was applied; null where the tool keeps none.';
comment on column pggit.migration_tools.rerun_columns is
  'Columns whose change means that the migration ran again although its row stayed; null where a row that stays has not run.';
comment on column pggit.migration_tools.row_stands_for is
  'migration: a row is one migration; position: a row says how far the database is, and is overwritten; nothing: a table of the tool''s own, such as a lock, that is neither tracked nor linked.';
comment on column pggit.migration_tools.beside_table is
  'Another table of the tool that must be in the same schema, where the columns alone do not tell it from another tool''s.';
comment on column pggit.migration_tools.is_built_in is
  'Whether it is pggit''s own entry, which an upgrade may replace.';

update pggit.migration_tools set is_built_in = true
where tool_name = 'node-pg-migrate' and table_pattern = 'pgmigrations';

alter table pggit.watched_tables
  add column is_declined boolean not null default false,
  add column is_bookkeeping boolean not null default false;
comment on column pggit.watched_tables.is_declined is
  'Whether a person said that the table is no history table, whatever it looks like.';
comment on column pggit.watched_tables.is_bookkeeping is
  'Whether it is a tool''s own table beside its history: not tracked, and without a trigger.';

alter table pggit.external_migrations add column previous_key text;
comment on column pggit.external_migrations.previous_key is
  'Where the database was before, for a tool whose row is a position; it tells a step back from a step on.';
