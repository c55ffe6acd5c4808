-- The table in which Flyway keeps its history:
create table public.flyway_schema_history (
  installed_rank int primary key, version varchar(50), description varchar(200) not null,
  type varchar(20) not null, script varchar(1000) not null, checksum int,
  installed_by varchar(100) not null, installed_on timestamp not null default now(),
  execution_time int not null, success boolean not null);

-- Flyway runs two migrations in one transaction. After each, what it has changed is marked as its own.
begin;
select pggit.flyway_before_each('public', 'flyway_schema_history', '2026-11-03 09:30:00');
alter table command.orders add due_on date;
select pggit.flyway_after_each();
select pggit.flyway_before_each('public', 'flyway_schema_history', '2026-11-03 09:30:00');
create table command.invoices (invoice_id bigint primary key);
select pggit.flyway_after_each();
commit;

-- In a second session, Flyway writes its rows:
insert into public.flyway_schema_history values
  (1, '1', 'due', 'SQL', 'V1__due.sql', 11, 'shop', default, 3, true),
  (2, '2', 'invoices', 'SQL', 'V2__invoices.sql', 12, 'shop', default, 3, true);

-- In the first session, at the end of the run:
select pggit.flyway_after_applied('public', 'flyway_schema_history', '2026-11-03 09:30:00');
select change, kind, identity, migration_key from pggit.show();
--> change  | kind  | identity              | migration_key
--> --------+-------+-----------------------+--------------
--> added   | table | command.invoices      | 2
--> changed | table | command.orders        | 1
--> added   | index | command.invoices_pkey | 2
