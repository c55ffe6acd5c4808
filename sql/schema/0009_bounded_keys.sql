-- Names have no bound: the identity of a function lists its arguments, a migration's key may be a path.
-- An entry of a btree has one, at 2,704 bytes, and beyond it the row could not be written. A hash has a
-- size of its own, and less of it than most names. In the journal a name comes back with every change of
-- its object: a btree of hashes folds equal ones, an index of type hash does not. Who looks there for a
-- name gives its hash as well.
drop index pggit.live_objects_identity_idx, pggit.changes_identity_idx;
create index live_objects_identity_idx on pggit.live_objects using hash (identity);
create index changes_identity_idx on pggit.changes
  (pg_catalog.hashtextextended(new_identity, 0));

drop index pggit.external_migrations_run_idx;
create unique index external_migrations_run_idx on pggit.external_migrations
  (source, pg_catalog.hashtextextended(migration_key, 0), direction, run);
create index external_migrations_key_idx on pggit.external_migrations using hash (migration_key);

alter table pggit.tags drop constraint tags_pkey;
alter table pggit.tags add column tag_id bigint generated always as identity primary key;
create index tags_name_idx on pggit.tags using hash (name);
drop index pggit.tags_commit_idx;
create unique index tags_commit_idx on pggit.tags
  (commit_id, pg_catalog.hashtextextended(name, 0));

-- Definitions are found by hash; a key of one number is a third of the index on hash and transaction. Two
-- sessions that store equal ones at once still never wait: nothing says that a hash is there only once.
--
-- A row is compressed only when it is longer than 2 kB, whatever toast_tuple_target says, and an ordinary
-- definition is not. As text it is shorter than as jsonb, which spends four bytes on every key and value,
-- and it may be padded: blanks at its end mean nothing, take a byte in a hundred once compressed, and
-- make the row long enough for that. What is short is all hash and key anyway.
--
-- Storage `main` in the same command, because the rows are written anew by it: with the small
-- toast_tuple_target a definition would go out of line, and its hash, which is longer than a pointer.
alter table pggit.blobs drop constraint blobs_pkey;
alter table pggit.blobs
  drop column transaction_id,
  add column blob_id bigint generated always as identity primary key,
  alter column definition type text using case
    when length(definition::text) between 300 and 1999 then rpad(definition::text, 2000)
    else definition::text end,
  alter column definition set storage main,
  alter column hash set storage main;
create index blobs_hash_idx on pggit.blobs using hash (hash);

-- Almost every column keeps the name it was born with.
update pggit.live_objects set column_ids = null where column_ids = column_names;
