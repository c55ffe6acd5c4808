-- The table in which Flyway keeps its history:
create table public.flyway_schema_history (
  installed_rank int primary key, version varchar(50), description varchar(200) not null,
  type varchar(20) not null, script varchar(1000) not null, checksum int,
  installed_by varchar(100) not null, installed_on timestamp not null default now(),
  execution_time int not null, success boolean not null);

-- What the callback `beforeEachMigrate` does before the first migration of a run, with Flyway's placeholders
-- replaced. It opens a deployment.
begin;
select pggit.flyway_before_each('public', 'flyway_schema_history', '2026-11-03 09:30:00');
select name, status from pggit.deployments where status = 'open';
--> name           | status
--> ---------------+-------
--> flyway migrate | open
alter table command.orders add due_on date;
commit;

-- Where Flyway does not replace placeholders, the run stops: nothing of it could be known.
select pggit.flyway_before_each(
  '${flyway:defaultSchema}', '${flyway:table}', '${flyway:timestamp}');
--> ERROR:  PGX06: Flyway did not replace the placeholders in a callback of pggit
--> HINT:  Leave placeholderReplacement on. Where placeholderPrefix and placeholderSuffix are others, write the callbacks with `pggit flyway init --placeholder-prefix ... --placeholder-suffix ...`.
