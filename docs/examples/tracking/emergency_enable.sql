-- The incident is over before the two hours are.
select pggit.emergency_disable('2 hours');
select pggit.emergency_enable();

-- Recorded as ever:
alter table command.orders add due_on date;
select change, kind, identity from pggit.show();
--> change  | kind  | identity
--> --------+-------+---------------
--> changed | table | command.orders
