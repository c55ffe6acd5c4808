-- A release opens a deployment for all that it does.
select pggit.begin_deployment('2026-11 billing');
--> begin_deployment
--> ------------------------------------
--> e53693d6-117e-4e72-b10d-b73d2dfafa1d

-- In a second session, which the release has started and forgotten to let join:
set application_name = 'billing-worker';
create table command.invoices (invoice_id bigint primary key);

-- In the first session: before it ends, the release asks whether all of its work is in the deployment.
alter table command.orders add invoiced boolean not null default false;
select * from pggit.unjoined_work(pggit.current_deployment());
--> changes | migrations | applications
--> --------+------------+-----------------
--> 2       | 0          | {billing-worker}

-- The table is in a commit of its own.
select pggit.end_deployment('Invoices');
select message, deployment_name from pggit.log() limit 2;
--> message                                 | deployment_name
--> ----------------------------------------+----------------
--> Invoices                                | 2026-11 billing
--> added table command.invoices and 1 more |
