-- In the transaction of the migration, which becomes a commit:
begin;
alter table command.orders add due_on date;
select pggit.link_migration(41, 'our-scripts');
commit;

select e.migration_id, e.tool_name, c.message
from pggit.external_migrations e
join pggit.commits c on c.commit_id = e.pggit_commit_id;
--> migration_id | tool_name   | message
--> -------------+-------------+-----------------------------
--> 41           | our-scripts | changed table command.orders

-- Twice is once.
select pggit.link_migration(41, 'our-scripts');
select count(*) as links from pggit.external_migrations;
--> links
--> -----
--> 1

-- A link needs a number. pggit.link_migration_key() is for tools that have names only.
select pggit.link_migration(null, 'our-scripts');
--> ERROR:  PGX02: a link needs the number of a migration
--> HINT:  Pass the number the tool gave the migration in its history table.
