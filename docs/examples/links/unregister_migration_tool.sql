-- A tool that the team has registered, and gives up.
create schema ops;
create table ops.release_log (step text primary key, done_at timestamptz);
select pggit.register_migration_tool('release-tool', 'release_log', key_columns => array['step']);
select * from pggit.history_tables;
--> source          | tool_name    | attached
--> ----------------+--------------+---------
--> ops.release_log | release-tool | t

select pggit.unregister_migration_tool('release-tool');
select * from pggit.history_tables;
--> source | tool_name | attached
--> -------+-----------+---------

-- What pggit knows by itself stays.
select pggit.unregister_migration_tool('flyway');
--> ERROR:  PGX05: pggit knows flyway by itself: it cannot be taken out
--> HINT:  Name a table that is no history table to pggit.unwatch_history_table().
