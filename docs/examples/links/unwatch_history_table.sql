-- A table of the shop that looks like the history of a migration tool:
create table command.schema_migrations (version varchar(255) primary key);
select * from pggit.history_tables;
--> source                    | tool_name | attached
--> --------------------------+-----------+---------
--> command.schema_migrations | dbmate    | t

-- It is a table like any other, so it is tracked from now on.
select pggit.unwatch_history_table('command.schema_migrations');
select * from pggit.history_tables;
--> source | tool_name | attached
--> -------+-----------+---------
select change, kind, identity from pggit.show();
--> change | kind  | identity
--> -------+-------+-------------------------------
--> added  | table | command.schema_migrations
--> added  | index | command.schema_migrations_pkey
