-- What signs the marks that a serializable transaction keeps in a setting, which any role can write
-- (_note_mark). Not a setting of pggit.settings: readers of pggit may read those.

create table pggit.note_secret (
  is_only  boolean primary key default true,
  secret   bytea not null,
  constraint note_secret_is_only_ck check (is_only)
);
comment on table pggit.note_secret is
  'The key that signs the marks of serializable transactions. Only its owner and the owner of the database, who makes backups, may read it.';

insert into pggit.note_secret (secret)
values (pg_catalog.sha256(pg_catalog.convert_to(
  pg_catalog.gen_random_uuid()::text || pg_catalog.gen_random_uuid()::text, 'SQL_ASCII')));
