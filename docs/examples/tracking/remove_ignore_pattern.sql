-- The pattern was meant for tables that come and go, and this one stays.
select pggit.add_ignore_pattern('table command.import_%');
create table command.import_orders (line text);

-- What nothing else ignores is tracked from then on.
select pggit.remove_ignore_pattern('table command.import_%');
select change, kind, identity from pggit.show();
--> change | kind  | identity
--> -------+-------+----------------------
--> added  | table | command.import_orders

-- A pattern that is not there (any more) is an error, so that a typing error is noticed.
select pggit.remove_ignore_pattern('table command.import_%');
--> ERROR:  PGT05: there is no ignore pattern 'table command.import_%'
--> HINT:  pggit.ignore_patterns lists those that there are.
