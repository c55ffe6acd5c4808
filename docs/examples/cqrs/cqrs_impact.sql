-- A view that reads another view:
create view query.best_customers as
  select email from query.customer_orders group by email having sum(total) > 1000;

-- What a change of the command side reaches, directly or through other objects:
select query_object, command_object, is_direct from pggit.cqrs_impact();
--> query_object          | command_object    | is_direct
--> ----------------------+-------------------+----------
--> query.best_customers  | command.customers | f
--> query.best_customers  | command.orders    | f
--> query.customer_orders | command.customers | t
--> query.customer_orders | command.orders    | t
--> query.order_totals    | command.orders    | t

-- Before a release: where did the last commits touch one side and not the other?
alter table command.orders add currency text not null default 'EUR';
select query_object, command_object, touched_alone
from pggit.cqrs_impact(commits => 1)
where touched_alone is not null;
--> query_object          | command_object | touched_alone
--> ----------------------+----------------+--------------
--> query.best_customers  | command.orders | command
--> query.customer_orders | command.orders | command
--> query.order_totals    | command.orders | command
