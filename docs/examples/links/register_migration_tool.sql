-- A team's own tool keeps its history in `ops.release_log`, and a row counts once its state is `done`.
create schema ops;
create table ops.release_log (step text primary key, state text not null, done_at timestamptz);
select pggit.register_migration_tool(
  'release-tool', 'release_log',
  key_columns => array['step'],
  applied_at_column => 'done_at',
  applied_when => '$ ? (@.state == "done")');
select * from pggit.history_tables;
--> source          | tool_name    | attached
--> ----------------+--------------+---------
--> ops.release_log | release-tool | t

-- A step writes its row, does its work, and marks the row as done: that is when the link is written.
begin;
insert into ops.release_log values ('due dates', 'running', null);
alter table command.orders add due_on date;
update ops.release_log set state = 'done', done_at = now() where step = 'due dates';
commit;
select change, identity, migration_key, tool_name from pggit.show();
--> change  | identity       | migration_key | tool_name
--> --------+----------------+---------------+-------------
--> changed | command.orders | due dates     | release-tool

-- An entry that could not work is refused, with the parameter that is wrong.
select pggit.register_migration_tool('release-tool', 'release_steps', key_columns => '{}');
--> ERROR:  PGX04: migration tool 'release-tool' needs the columns that name a migration
--> HINT:  Pass for example ARRAY['name'].
