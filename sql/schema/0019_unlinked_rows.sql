-- Rows of history tables that are linked at the end of their transaction. The end is awaited here and not by a
-- deferred trigger on the tool's table, which could not be altered any more in that transaction: Flyway
-- does that after it has written a baseline.
create unlogged table pggit.unlinked_rows (
  row_id      bigint generated always as identity primary key,
  source      text not null,
  table_name  text not null,
  tool_name   text not null,
  old_row     jsonb,
  new_row     jsonb
);
comment on table pggit.unlinked_rows is
  'Changed rows of history tables that their transaction has not linked yet. Unlogged: a transaction consumes its own before it commits.';
