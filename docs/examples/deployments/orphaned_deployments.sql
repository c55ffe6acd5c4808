-- In a second session, a release begins:
set application_name = 'release';
select pggit.begin_deployment('2026-11 billing');
--> begin_deployment
--> ------------------------------------
--> baa59edf-23f8-49e4-99f2-3afbf9cbade8
create table command.invoices (invoice_id bigint primary key);

-- In the first session: a deployment whose owner is at work is no orphan.
select count(*) as orphans from pggit.orphaned_deployments();
--> orphans
--> -------
--> 0

-- Then the release is killed.
select pg_terminate_backend(pid, 5000) as is_gone
from pg_stat_activity
where application_name = 'release' and datname = current_database();
--> is_gone
--> -------
--> t
select name from pggit.orphaned_deployments();
--> name
--> ---------------
--> 2026-11 billing
