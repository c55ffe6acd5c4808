-- A shop with a command side, where orders are stored, and a query side that is made from them. Made in one
-- deployment, before the examples run.
select pggit.begin_deployment('2026-10 shop');

create schema command;
create schema query;

create table command.customers (
  customer_id bigint primary key,
  email text not null unique
);

create table command.orders (
  order_id bigint primary key,
  customer_id bigint not null references command.customers,
  total numeric(10, 2) not null,
  note varchar(200)
);

create view query.customer_orders as
  select c.email, o.order_id, o.total
  from command.customers c
  join command.orders o using (customer_id);

create materialized view query.order_totals as
  select o.customer_id, sum(o.total) as total
  from command.orders o
  group by o.customer_id;

create unique index order_totals_customer on query.order_totals (customer_id);

select pggit.end_deployment('The shop', array['v1.0']);
