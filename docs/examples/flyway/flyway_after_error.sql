-- The table in which Flyway keeps its history:
create table public.flyway_schema_history (
  installed_rank int primary key, version varchar(50), description varchar(200) not null,
  type varchar(20) not null, script varchar(1000) not null, checksum int,
  installed_by varchar(100) not null, installed_on timestamp not null default now(),
  execution_time int not null, success boolean not null);

-- The first migration is applied, the second fails and is rolled back.
begin;
select pggit.flyway_before_each('public', 'flyway_schema_history', '2026-11-03 09:30:00');
alter table command.orders add due_on date;
select pggit.flyway_after_each();
insert into public.flyway_schema_history values
  (1, '1', 'due', 'SQL', 'V1__due.sql', 11, 'shop', default, 3, true);
commit;
begin;
select pggit.flyway_before_each('public', 'flyway_schema_history', '2026-11-03 09:30:00');
alter table command.orders add due_on date;
--> ERROR:  42701: column "due_on" of relation "orders" already exists
rollback;

-- What the callback `afterMigrateError` does:
select pggit.flyway_after_error('public', 'flyway_schema_history', '2026-11-03 09:30:00');
select deployment_status, changes, migrations from pggit.log() limit 1;
--> deployment_status | changes | migrations
--> ------------------+---------+-----------
--> failed            | 1       | 1
select reason from pggit.deployments where status = 'failed';
--> reason
--> -----------------------------------------------------------
--> a migration failed; the output of Flyway says which and why
