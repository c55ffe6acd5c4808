-- In a second session, a release begins:
set application_name = 'release';
select pggit.begin_deployment('2026-11 billing');
--> begin_deployment
--> ------------------------------------
--> 3754069d-bb32-45ce-aa87-aab5d1be9eea
create table command.invoices (invoice_id bigint primary key);

-- In the first session: it is killed, and what it had done waits for a commit.
select pg_terminate_backend(pid, 5000) as is_gone
from pg_stat_activity
where application_name = 'release' and datname = current_database();
--> is_gone
--> -------
--> t
select state, change, kind, identity from pggit.status();
--> state  | change | kind  | identity
--> -------+--------+-------+----------------------
--> staged | added  | index | command.invoices_pkey
--> staged | added  | table | command.invoices

-- What had landed becomes a commit all the same.
select name, commit_id is not null as has_commit from pggit.recover_deployments();
--> name            | has_commit
--> ----------------+-----------
--> 2026-11 billing | t
select deployment_name, deployment_status, changes from pggit.log() limit 1;
--> deployment_name | deployment_status | changes
--> ----------------+-------------------+--------
--> 2026-11 billing | interrupted       | 2
select reason from pggit.deployments where name = '2026-11 billing';
--> reason
--> ----------------------------------
--> the session that opened it is gone
