-- A release with a tag, and after it an index that somebody made outside of any deployment.
select pggit.begin_deployment('2026-11 billing');
--> begin_deployment
--> ------------------------------------
--> a69aaa6e-75c6-4384-b196-cb32e1c349dc
create table command.invoices (invoice_id bigint primary key);
alter table command.orders add invoiced boolean not null default false;
select pggit.end_deployment('Invoices', array['v1.1']);
create index on command.orders (customer_id);

select message, tags, deployment_name, deployment_status, changes from pggit.log();
--> message                                    | tags   | deployment_name | deployment_status | changes
--> -------------------------------------------+--------+-----------------+-------------------+--------
--> added index command.orders_customer_id_idx | {}     |                 |                   | 1
--> Invoices                                   | {v1.1} | 2026-11 billing | completed         | 3
--> The shop                                   | {v1.0} | 2026-10 shop    | completed         | 10
--> baseline                                   | {}     |                 |                   | 1

-- From an older commit on:
select message from pggit.log('v1.0');
--> message
--> --------
--> The shop
--> baseline

-- A ref that nobody has made:
select message from pggit.log('v2.0');
--> ERROR:  PGR01: there is no ref 'v2.0'
--> HINT:  A ref is HEAD, a branch, a tag, a commit id or at least four digits of one; see pggit.log().
