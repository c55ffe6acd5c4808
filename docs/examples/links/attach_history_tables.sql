-- Knex made its history table while the event triggers of pggit were off, so nothing links its rows yet.
alter event trigger pggit_ddl_trigger disable;
create table public.knex_migrations (
  id serial primary key, name varchar(255), batch int, migration_time timestamptz);
alter event trigger pggit_ddl_trigger enable;
select * from pggit.history_tables;
--> source | tool_name | attached
--> -------+-----------+---------

select * from pggit.attach_history_tables();
--> source                 | tool_name | is_lock | attached
--> -----------------------+-----------+---------+---------
--> public.knex_migrations | knex      | f       | t

-- Rows that come from now on are linked by themselves.
insert into public.knex_migrations (name, batch, migration_time) values ('001_orders.js', 1, now());
select migration_key, tool_name, source from pggit.external_migrations;
--> migration_key | tool_name | source
--> --------------+-----------+-----------------------
--> 001_orders.js | knex      | public.knex_migrations
