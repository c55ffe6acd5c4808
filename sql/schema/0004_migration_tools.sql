-- Migration tools: how to recognise a history table and how to read one of its rows.
-- A name alone is not enough: three tools call theirs `migrations`, so the columns decide as well.

create table pggit.migration_tools (
  tool_name           text not null,
  table_pattern       text not null,
  like_pattern        text not null generated always as (
    pg_catalog.lower(
      pg_catalog.replace(pg_catalog.replace(table_pattern, '\', '\\'), '_', '\_'))) stored,
  required_columns    text[] not null,
  number_column       text,
  key_columns         text[] not null,
  description_column  text,
  checksum_column     text,
  applied_when        jsonpath not null default '$',
  primary key (tool_name, table_pattern),
  constraint migration_tools_key_ck check (cardinality(key_columns) > 0)
);
comment on table pggit.migration_tools is
  'How to recognise a migration tool''s history table (name pattern and columns) and read its rows.';
comment on column pggit.migration_tools.table_pattern is
  'Table name; % is the only wildcard, an underscore is an underscore.';
comment on column pggit.migration_tools.like_pattern is
  'table_pattern as LIKE wants it.';
comment on column pggit.migration_tools.number_column is
  'The column with the tool''s own number; null where the tool has none.';
comment on column pggit.migration_tools.key_columns is
  'The columns that name a migration; several are joined with two colons.';
comment on column pggit.migration_tools.applied_when is
  'Path over the row that is found once the migration counts as applied.';

insert into pggit.migration_tools
  (tool_name, table_pattern, required_columns, number_column, key_columns,
   description_column, checksum_column, applied_when)
values
  ('node-pg-migrate', 'pgmigrations', '{id,name,run_on}', 'id', '{name}', 'name', null, '$');

create table pggit.watched_tables (
  source      text primary key,
  tool_name   text not null,
  by_request  boolean not null default false,
  attached    boolean not null default false
);
comment on table pggit.watched_tables is
  'History tables that carry pggit''s link trigger, or will as soon as they are created (by_request).';
comment on column pggit.watched_tables.attached is
  'Whether the table has been given the trigger; until then it is an ordinary table.';
