select pggit.add_ignore_pattern('table command.import_%');
create table command.import_orders (line text);

-- What nothing else ignores is tracked from then on.
select pggit.remove_ignore_pattern('table command.import_%');
select change, kind, identity from pggit.show();
--> change | kind  | identity
--> -------+-------+----------------------
--> added  | table | command.import_orders

select pggit.remove_ignore_pattern('table command.import_%');
--> ERROR:  PGT05: there is no ignore pattern 'table command.import_%'
--> HINT:  pggit.ignore_patterns lists those that there are.
