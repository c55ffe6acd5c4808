-- A release changes a table, makes another one with its key, and links the migration it came from.
select pggit.begin_deployment('2026-11 billing');
--> begin_deployment
--> ------------------------------------
--> e230775b-c122-43b9-95fa-4b75f7ca4f22
create table command.invoices (invoice_id bigint primary key);
alter table command.orders add invoiced boolean not null default false;
select pggit.link_migration(7, 'flyway');

-- So far, and no commit yet:
select name, status, commit_id, changes, migrations
from pggit.deployment_report(pggit.current_deployment());
--> name            | status | commit_id | changes | migrations
--> ----------------+--------+-----------+---------+-----------
--> 2026-11 billing | open   |           | 3       | 1

select pggit.end_deployment('Invoices');
select r.name, r.status, r.commit_id, r.changes, r.migrations
from pggit.deployments d
cross join pggit.deployment_report(d.deployment_id) r
where d.name = '2026-11 billing';
--> name            | status    | commit_id                            | changes | migrations
--> ----------------+-----------+--------------------------------------+---------+-----------
--> 2026-11 billing | completed | 031ff0e8-6a84-4f46-aaaa-77ea893d5fdf | 3       | 1
