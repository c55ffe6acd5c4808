-- Knex applied two migrations while pggit was stopped.
select pggit.emergency_disable('10 minutes');
create table public.knex_migrations (
  id serial primary key, name varchar(255), batch int, migration_time timestamptz);
insert into public.knex_migrations (name, batch, migration_time)
  values ('001_orders.js', 1, '2026-10-01 08:00+00'), ('002_totals.js', 1, '2026-10-01 08:01+00');
select pggit.emergency_enable();

-- First only a look, then for real. The links have the commit that holds what was there when pggit was installed.
select * from pggit.backfill_links(dry_run => true);
--> source                 | tool_name | rows_found | rows_linked
--> -----------------------+-----------+------------+------------
--> public.knex_migrations | knex      | 2          | 2
select * from pggit.backfill_links('public.knex_migrations');
--> source                 | tool_name | rows_found | rows_linked
--> -----------------------+-----------+------------+------------
--> public.knex_migrations | knex      | 2          | 2
select e.migration_id, e.migration_key, c.message
from pggit.external_migrations e
join pggit.commits c on c.commit_id = e.pggit_commit_id
order by e.migration_id;
--> migration_id | migration_key | message
--> -------------+---------------+---------
--> 1            | 001_orders.js | baseline
--> 2            | 002_totals.js | baseline

-- Each row is linked once.
select * from pggit.backfill_links();
--> source                 | tool_name | rows_found | rows_linked
--> -----------------------+-----------+------------+------------
--> public.knex_migrations | knex      | 2          | 0

-- A table that is no history table:
select * from pggit.backfill_links('command.orders');
--> ERROR:  PGX03: command.orders is not a history table that pggit knows
--> HINT:  pggit.watch_history_table() says which tool's table it is; pggit.history_tables lists those known.
