-- With the defaults, the query side is not tracked: it can be made anew at any time. What was tracked leaves
-- the history as untracked, not as dropped.
select pggit.configure_tracking();
select change, kind, identity from pggit.show();
--> change    | kind              | identity
--> ----------+-------------------+----------------------------
--> untracked | schema            | query
--> untracked | index             | query.order_totals_customer
--> untracked | view              | query.customer_orders
--> untracked | materialized view | query.order_totals
create view query.emails as select email from command.customers;
select kind, identity, rule from pggit.ignored_objects() where kind = 'view';
--> kind | identity              | rule
--> -----+-----------------------+----------------------------------
--> view | query.customer_orders | schema query is in ignore_schemas
--> view | query.emails          | schema query is in ignore_schemas

-- A call replaces the whole configuration: here only the command side counts, and comments do not.
select pggit.configure_tracking(
  track_schemas => array['command'],
  ignore_schemas => null,
  ignore_operations => array['COMMENT', 'REFRESH MATERIALIZED VIEW']);
select rule, decides from pggit.explain_tracking('query.emails');
--> rule                                        | decides
--> --------------------------------------------+--------
--> schema query is not in track_schemas        | t
--> everything is tracked that no rule is about | f

-- An empty name would match nothing, and is refused.
select pggit.configure_tracking(ignore_schemas => array['query', '']);
--> ERROR:  PGT02: ignore_schemas holds an empty pattern
--> HINT:  A pattern is a name; % in it stands for any characters. Pass NULL for no list at all.
