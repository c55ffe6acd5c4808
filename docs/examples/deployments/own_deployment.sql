-- In a second session, a launcher opens a deployment and will be gone before its end:
set application_name = 'launcher';
select pggit.begin_deployment('2026-11 billing');
--> begin_deployment
--> ------------------------------------
--> d33a9914-af97-46ab-9860-704ce3dcd1ac

-- In the first session, the one that does the work joins it and becomes its owner.
select pggit.join_deployment(deployment_id) from pggit.deployments where name = '2026-11 billing';
select pggit.own_deployment();

-- Now the end of the launcher makes no orphan of it.
select pg_terminate_backend(pid, 5000) as is_gone
from pg_stat_activity
where application_name = 'launcher' and datname = current_database();
--> is_gone
--> -------
--> t
select count(*) as orphans from pggit.orphaned_deployments();
--> orphans
--> -------
--> 0

-- Who belongs to no deployment cannot own one.
select pggit.end_deployment();
select pggit.own_deployment();
--> ERROR:  PGD02: own_deployment: this session belongs to no deployment
--> HINT:  Begin one with pggit.begin_deployment(name), or join one with pggit.join_deployment(id).
