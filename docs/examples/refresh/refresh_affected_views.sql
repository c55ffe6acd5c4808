create materialized view query.best_customers as
  select customer_id from query.order_totals where total > 50;
create materialized view query.share as
  select customer_id, 1 / (total - 99.5) as share from query.order_totals with no data;

-- A release: a table changes, and its rows with it.
alter table command.orders add constraint total_is_positive check (total > 0);
insert into command.customers values (1, 'ada@example.org');
insert into command.orders values (1, 1, 99.50);

-- Each after those it reads. One that cannot be refreshed says why and keeps no other from it.
select * from pggit.refresh_affected_views();
--> name                 | position | error
--> ---------------------+----------+-----------------
--> query.order_totals   | 1        |
--> query.best_customers | 2        |
--> query.share          | 3        | division by zero
select * from query.best_customers;
--> customer_id
--> -----------
--> 1
