-- The engine's own bookkeeping: which schema migrations ran, what a sound installation looks like
-- and the settings that hold for the whole database. The installer reads these before anything else.

-- A DBA may have made the schema for a role that may not create one.
do $pggit$
begin
  if not exists (select from pg_catalog.pg_namespace n where n.nspname = 'pggit') then
    create schema pggit;
  end if;
end
$pggit$;
comment on schema pggit is
  'pggit: version control for this database''s schema. Functions and views are the interface; tables are private, except where the documentation names their columns.';

create table if not exists pggit.schema_migrations (
  id          int primary key,
  name        text not null,
  checksum    text not null,
  applied_at  timestamptz not null default clock_timestamp()
);
comment on table pggit.schema_migrations is
  'Schema migrations of the engine that were applied here, with the checksum of the text that ran.';

create table pggit.manifest (
  kind             text not null,
  identity         text not null,
  body_hash        text not null,
  attributes_hash  text not null,
  primary key (kind, identity)
);
comment on table pggit.manifest is
  'What the last installation created: the reference that verification compares the catalog with.';

create table pggit.settings (
  name   text primary key,
  value  jsonb not null
);
comment on table pggit.settings is
  'Settings of this database: engine_version, mode (event or manual), tracking configuration, current branch.';
