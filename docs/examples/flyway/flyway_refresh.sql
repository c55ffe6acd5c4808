-- The table in which Flyway keeps its history:
create table public.flyway_schema_history (
  installed_rank int primary key, version varchar(50), description varchar(200) not null,
  type varchar(20) not null, script varchar(1000) not null, checksum int,
  installed_by varchar(100) not null, installed_on timestamp not null default now(),
  execution_time int not null, success boolean not null);

-- A run of one migration, which changes a table that a materialized view is made from:
begin;
select pggit.flyway_before_each('public', 'flyway_schema_history', '2026-11-03 09:30:00');
alter table command.orders add constraint total_is_positive check (total > 0);
select pggit.flyway_after_each();
insert into public.flyway_schema_history values
  (1, '1', 'positive', 'SQL', 'V1__positive.sql', 11, 'shop', default, 3, true);
commit;
select pggit.flyway_after_applied('public', 'flyway_schema_history', '2026-11-03 09:30:00');

-- What the last callback does, with a line for each view:
select pggit.flyway_refresh();
--> NOTICE:  pggit: refresh 1/1 query.order_totals: 9 ms

-- Once for each run: nothing is left to do.
select pggit.flyway_refresh();
