-- One table is changed twice.
select pggit.begin_deployment('2026-11 billing');
--> begin_deployment
--> ------------------------------------
--> c724f8d5-05a7-4d5c-8610-07ec930a8d7f
alter table command.orders add currency text not null default 'EUR';
alter table command.orders add due_on date;

-- Labels that could never be reached as a ref are refused, and the deployment stays open.
select pggit.end_deployment('Orders are due', array['head', 'billing']);
--> ERROR:  PGR05: 'head' cannot be a tag: as a ref it is the newest commit
--> HINT:  Take a name that means nothing yet.

-- With tags that mean nothing yet:
select pggit.end_deployment('Orders are due', array['v1.1', 'billing']);
select message, tags, deployment_name, changes from pggit.log('v1.1') limit 1;
--> message        | tags           | deployment_name | changes
--> ---------------+----------------+-----------------+--------
--> Orders are due | {billing,v1.1} | 2026-11 billing | 1

-- A deployment that changed nothing leaves nothing.
select pggit.begin_deployment('2026-12 nothing to do');
--> begin_deployment
--> ------------------------------------
--> 01669f15-3534-440a-9a65-836efeeefa8a
select pggit.end_deployment();
select name, status from pggit.deployments order by started_at;
--> name            | status
--> ----------------+----------
--> 2026-10 shop    | completed
--> 2026-11 billing | completed
