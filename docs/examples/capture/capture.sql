-- An index was built while tracking was paused. It is in the catalog and not in the history.
select pggit.pause_tracking('10 minutes');
create index orders_by_customer on command.orders (customer_id);
select pggit.resume_tracking();
select state, change, kind, identity from pggit.status();
--> state | change | kind  | identity
--> ------+--------+-------+---------------------------
--> drift | added  | index | command.orders_by_customer

-- `capture` makes a commit of it and returns the commit's id.
select pggit.capture('Index built by hand');
--> capture
--> ------------------------------------
--> 80a18d04-c1b2-4a9a-8a6e-e8fae18414e0
select change, kind, identity from pggit.show();
--> change | kind  | identity
--> -------+-------+---------------------------
--> added  | index | command.orders_by_customer

-- Where nothing differs there is no commit, and the result is null.
select pggit.capture() is null as is_nothing_left;
--> is_nothing_left
--> ---------------
--> t
