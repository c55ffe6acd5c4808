-- With the defaults, and a pattern for the tables of an import:
select pggit.configure_tracking();
select pggit.add_ignore_pattern('table command.import_%');
create table command.import_orders (line text);

-- Every rule about it, in the order of decision. The first decides.
select * from pggit.explain_tracking('command.import_orders');
--> subject                     | position | rule                                        | effect  | decides
--> ----------------------------+----------+---------------------------------------------+---------+--------
--> table command.import_orders | 1        | ignore pattern table command.import_%       | ignored | t
--> table command.import_orders | 2        | everything is tracked that no rule is about | tracked | f

-- A comment decides before all of them.
comment on table command.import_orders is 'Kept for the auditors. @pggit:track';
select rule, effect, decides from pggit.explain_tracking('command.import_orders');
--> rule                                        | effect  | decides
--> --------------------------------------------+---------+--------
--> comment @pggit:track                        | tracked | t
--> ignore pattern table command.import_%       | ignored | f
--> everything is tracked that no rule is about | tracked | f

-- Commands are explained too.
select * from pggit.explain_tracking('REFRESH MATERIALIZED VIEW query.order_totals');
--> subject                                      | position | rule                                                        | effect  | decides
--> ---------------------------------------------+----------+-------------------------------------------------------------+---------+--------
--> REFRESH MATERIALIZED VIEW query.order_totals | 1        | operation REFRESH MATERIALIZED VIEW is in ignore_operations | ignored | t
--> REFRESH MATERIALIZED VIEW query.order_totals | 2        | schema query is in ignore_schemas                           | ignored | f
--> REFRESH MATERIALIZED VIEW query.order_totals | 3        | the command changes no definition                           | ignored | f
--> REFRESH MATERIALIZED VIEW query.order_totals | 4        | everything is tracked that no rule is about                 | tracked | f

-- A name that nothing has:
select * from pggit.explain_tracking('command.import_order');
--> ERROR:  PGT03: there is no object 'command.import_order'
--> HINT:  Name an object with its schema, or a command and its object alone: 'app.orders', 'function app.f(int)', 'ALTER TABLE app.orders'.
