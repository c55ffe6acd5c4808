-- Orders have come in since the view was filled.
insert into command.customers values (1, 'ada@example.org');
insert into command.orders values (1, 1, 99.50);

-- It has a unique index, so that readers are not kept waiting (`concurrently`).
select pggit.refresh_materialized_view('query.order_totals');
select * from query.order_totals;
--> customer_id | total
--> ------------+------
--> 1           | 99.50

-- The history has no word of it.
select message from pggit.log() limit 1;
--> message
--> --------
--> The shop

-- A view that is not materialized has nothing to refresh.
select pggit.refresh_materialized_view('query.customer_orders');
--> ERROR:  PGT03: there is no materialized view query.customer_orders
--> HINT:  Write its name with the schema, quoted where needed: query.meter_overview.
