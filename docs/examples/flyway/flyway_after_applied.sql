-- The table in which Flyway keeps its history:
create table public.flyway_schema_history (
  installed_rank int primary key, version varchar(50), description varchar(200) not null,
  type varchar(20) not null, script varchar(1000) not null, checksum int,
  installed_by varchar(100) not null, installed_on timestamp not null default now(),
  execution_time int not null, success boolean not null);

-- A run of one migration:
begin;
select pggit.flyway_before_each('public', 'flyway_schema_history', '2026-11-03 09:30:00');
alter table command.orders add due_on date;
select pggit.flyway_after_each();
insert into public.flyway_schema_history values
  (1, '1', 'due', 'SQL', 'V1__due.sql', 11, 'shop', default, 3, true);
commit;

-- What the callback `afterMigrateApplied` does. The time of the run tells which deployment it was.
select pggit.flyway_after_applied('public', 'flyway_schema_history', '2026-11-03 09:30:00');
select deployment_status, changes, migrations from pggit.log() limit 1;
--> deployment_status | changes | migrations
--> ------------------+---------+-----------
--> completed         | 1       | 1
