-- The query side as it is now:
select kind, identity from pggit.objects() where identity like 'query.%' order by kind, identity;
--> kind              | identity
--> ------------------+----------------------------
--> index             | query.order_totals_customer
--> materialized view | query.order_totals
--> view              | query.customer_orders

-- What came since the tag v1.0:
create table command.invoices (invoice_id bigint primary key);
select kind, identity from pggit.objects('HEAD')
except
select kind, identity from pggit.objects('v1.0')
order by kind, identity;
--> kind  | identity
--> ------+----------------------
--> index | command.invoices_pkey
--> table | command.invoices

-- The definitions answer questions about all objects at once. Tables without a comment:
comment on table command.orders is 'What customers bought.';
select identity from pggit.objects()
where kind = 'table' and definition ->> 'comment' is null
order by identity;
--> identity
--> -----------------
--> command.customers
--> command.invoices
