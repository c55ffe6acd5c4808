-- A release renames a column and gives another one a new type, makes a table and drops a view.
select pggit.begin_deployment('2026-11 billing');
--> begin_deployment
--> ------------------------------------
--> e1f2e544-fd29-4cdd-beaa-f00107fa613d
alter table command.orders rename total to net;
alter table command.orders alter note type text;
create table command.invoices (invoice_id bigint primary key);
drop view query.customer_orders;
select pggit.link_migration(8, 'flyway');
select pggit.end_deployment('Net totals');

-- One row for each object. The renamed column keeps its identity: its name is what changed.
select change, kind, identity, attributes, migration_key from pggit.show();
--> change  | kind  | identity              | attributes                                                                                      | migration_key
--> --------+-------+-----------------------+-------------------------------------------------------------------------------------------------+--------------
--> added   | table | command.invoices      | {}                                                                                              | 8
--> changed | table | command.orders        | {"columns.net.name": ["total", "net"], "columns.note.type": ["character varying(200)", "text"]} | 8
--> added   | index | command.invoices_pkey | {}                                                                                              | 8
--> removed | view  | query.customer_orders | {}                                                                                              | 8

-- Of an older commit:
select change, kind, identity from pggit.show('v1.0') where kind = 'view';
--> change | kind | identity
--> -------+------+----------------------
--> added  | view | query.customer_orders
