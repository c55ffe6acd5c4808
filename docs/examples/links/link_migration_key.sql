-- A tool of a team's own that runs one file after the other, and names each when it is done:
select pggit.begin_deployment('2026-11 billing');
--> begin_deployment
--> ------------------------------------
--> 41c6a494-27b5-40cf-a03f-e4272ade59e6
create table command.invoices (invoice_id bigint primary key);
select pggit.link_migration_key('invoices.sql', 'our-scripts') as was_complete;
--> was_complete
--> ------------
--> f
alter table command.orders add due_on date;
select pggit.link_migration_key('due.sql', 'our-scripts') as was_complete;
--> was_complete
--> ------------
--> f
select pggit.end_deployment('Invoices');

select change, identity, migration_key from pggit.show();
--> change  | identity              | migration_key
--> --------+-----------------------+--------------
--> added   | command.invoices      | invoices.sql
--> changed | command.orders        | due.sql
--> added   | command.invoices_pkey | invoices.sql

-- Taking one back is a link of its own, and ends the first.
select pggit.begin_deployment('2026-11 without due dates');
--> begin_deployment
--> ------------------------------------
--> 5bf9db20-7b59-44aa-9fcd-a38c73faffc1
alter table command.orders drop column due_on;
select pggit.link_migration_key('due.sql', 'our-scripts', 'down') as was_complete;
--> was_complete
--> ------------
--> f
select pggit.end_deployment();
select migration_key, direction, reverted_at is not null as is_reverted
from pggit.external_migrations order by link_id;
--> migration_key | direction | is_reverted
--> --------------+-----------+------------
--> invoices.sql  | up        | f
--> due.sql       | up        | t
--> due.sql       | down      | f

-- Without a deployment it is not known which changes are the step's.
select pggit.link_migration_key('paid.sql', 'our-scripts');
--> ERROR:  PGD02: link_migration_key: this session belongs to no deployment
--> HINT:  Begin one with pggit.begin_deployment(name), or join one with pggit.join_deployment(id).
