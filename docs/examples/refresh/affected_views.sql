create materialized view query.best_customers as
  select customer_id from query.order_totals where total > 1000;

-- A release changes a table that they are made from, one of them through the other.
alter table command.orders add constraint total_is_positive check (total > 0);
select * from pggit.affected_views();
--> name                 | position
--> ---------------------+---------
--> query.order_totals   | 1
--> query.best_customers | 2

-- Those of another commit:
create table command.invoices (invoice_id bigint primary key);
select * from pggit.affected_views();
--> name | position
--> -----+---------
select * from pggit.affected_views('v1.0');
--> name                 | position
--> ---------------------+---------
--> query.order_totals   | 1
--> query.best_customers | 2
