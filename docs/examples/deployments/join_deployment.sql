-- A release opens a deployment, and its steps run in sessions of their own.
select pggit.begin_deployment('2026-11 billing');
--> begin_deployment
--> ------------------------------------
--> 6a7b1093-8e0f-4a47-ab6c-167d00bd3b38

-- In a second session, to which the release has given the id:
select pggit.join_deployment(deployment_id) from pggit.deployments where name = '2026-11 billing';
create table command.invoices (invoice_id bigint primary key);

-- In the first session:
alter table command.orders add invoiced boolean not null default false;
select pggit.end_deployment('Invoices');
select change, kind, identity from pggit.show();
--> change  | kind  | identity
--> --------+-------+----------------------
--> added   | table | command.invoices
--> changed | table | command.orders
--> added   | index | command.invoices_pkey

-- In a second session that comes too late:
select pggit.join_deployment(deployment_id) from pggit.deployments where name = '2026-11 billing';
--> ERROR:  PGD04: deployment 2026-11 billing (6a7b1093-8e0f-4a47-ab6c-167d00bd3b38) is completed
--> HINT:  Begin a new one with pggit.begin_deployment(name).
