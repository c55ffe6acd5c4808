-- The team's Knex writes its history to a table with a name of its own, which it has not made yet.
create schema ops;
select pggit.watch_history_table('ops.schema_log', 'knex');

create table ops.schema_log (
  id serial primary key, name varchar(255), batch int, migration_time timestamptz);
insert into ops.schema_log (name, batch, migration_time) values ('001_orders.js', 1, now());
select migration_key, tool_name, source from pggit.external_migrations;
--> migration_key | tool_name | source
--> --------------+-----------+---------------
--> 001_orders.js | knex      | ops.schema_log

-- A table that does not have the columns is refused.
select pggit.watch_history_table('command.orders', 'knex');
--> ERROR:  PGX03: command.orders is not a table with the columns of a history table of knex
--> HINT:  Check the name of the table and of the tool.
