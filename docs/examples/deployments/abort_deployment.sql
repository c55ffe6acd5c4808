-- A release goes wrong after its first step.
select pggit.begin_deployment('2026-11 billing');
--> begin_deployment
--> ------------------------------------
--> 28445f93-72ea-4ace-b71e-7466760f30c8
create table command.invoices (invoice_id bigint primary key);
alter table command.invoices add foreign key (order_id) references command.orders;
--> ERROR:  42703: column "order_id" referenced in foreign key constraint does not exist
select pggit.abort_deployment('the second step failed');

-- What landed is in the database, so it is in the history.
select name, status, reason, commit_id is not null as has_commit from pggit.deployments;
--> name            | status    | reason                 | has_commit
--> ----------------+-----------+------------------------+-----------
--> 2026-10 shop    | completed |                        | t
--> 2026-11 billing | failed    | the second step failed | t
select change, kind, identity from pggit.show();
--> change | kind  | identity
--> -------+-------+----------------------
--> added  | table | command.invoices
--> added  | index | command.invoices_pkey

-- There is no other deployment to abort.
select pggit.abort_deployment();
--> ERROR:  PGD02: abort_deployment: this session belongs to no deployment
--> HINT:  Begin one with pggit.begin_deployment(name), or join one with pggit.join_deployment(id).
