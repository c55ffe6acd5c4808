-- Tables that an import makes and drops are nobody's business.
select pggit.add_ignore_pattern('table command.import_%');
create table command.import_20261103 (line text);
create table command.invoices (invoice_id bigint primary key);
select change, kind, identity from pggit.show();
--> change | kind  | identity
--> -------+-------+----------------------
--> added  | table | command.invoices
--> added  | index | command.invoices_pkey
select kind, identity, rule from pggit.ignored_objects();
--> kind  | identity                | rule
--> ------+-------------------------+--------------------------------------
--> table | command.import_20261103 | ignore pattern table command.import_%

-- A pattern begins with a command, a kind of object, or `%` for both.
select pggit.add_ignore_pattern('command.import_%');
--> ERROR:  PGT02: pattern 'command.import_%' begins neither with a command nor with a kind of object
--> HINT:  Say what is ignored before the name: 'table command.import_%' for objects, 'CREATE TABLE command.import_%' for a command, '% command.import_%' for both.
