-- A release with two steps, which are to be one commit.
select pggit.begin_deployment('2026-11 billing');
--> begin_deployment
--> ------------------------------------
--> b682da44-8377-4e73-90f3-84b7313ddaff

-- Changes of this session, in any number of transactions, are staged for one commit.
create table command.invoices (invoice_id bigint primary key, order_id bigint references command.orders);
create view query.invoices as select invoice_id, order_id from command.invoices;
select state, change, kind, identity from pggit.status();
--> state  | change | kind  | identity
--> -------+--------+-------+----------------------
--> staged | added  | index | command.invoices_pkey
--> staged | added  | table | command.invoices
--> staged | added  | view  | query.invoices

-- A session belongs to one deployment at a time.
select pggit.begin_deployment('2026-11 reports');
--> ERROR:  PGD01: this session already belongs to deployment 2026-11 billing (b682da44-8377-4e73-90f3-84b7313ddaff)
--> HINT:  End it with pggit.end_deployment() or pggit.abort_deployment(), or go on inside it.

select pggit.end_deployment('Invoices');
select message, deployment_name, changes from pggit.log() limit 1;
--> message  | deployment_name | changes
--> ---------+-----------------+--------
--> Invoices | 2026-11 billing | 3

-- With `auto_commit` each transaction is a commit as it lands.
select pggit.begin_deployment('2026-12 shipping', auto_commit => true);
--> begin_deployment
--> ------------------------------------
--> 16311152-04e4-4535-81b7-ddee16dbcb21
alter table command.orders add shipped_on date;
alter table command.orders add parcel text;
select pggit.end_deployment();
select message, changes from pggit.log() where deployment_name = '2026-12 shipping';
--> message                      | changes
--> -----------------------------+--------
--> changed table command.orders | 1
--> changed table command.orders | 1
