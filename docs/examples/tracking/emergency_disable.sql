-- Out of the way for two hours at most, in all sessions:
select pggit.emergency_disable('2 hours');
alter table command.orders add due_on date;
select state, change, kind from pggit.status();
--> state    | change  | kind
--> ---------+---------+---------
--> disabled |         | database
--> drift    | changed | table

-- What happened meanwhile is drift, to be adopted when it is over.
select pggit.emergency_enable();
select pggit.capture('What happened during the incident') is not null as has_commit;
--> has_commit
--> ----------
--> t
select change, kind, identity from pggit.show();
--> change  | kind  | identity
--> --------+-------+---------------
--> changed | table | command.orders

-- It has to have an end, and to last until then.
select pggit.emergency_disable('0');
--> ERROR:  PGT01: an emergency stop must last for some time, not 00:00:00
--> HINT:  Pass a positive interval, for example '10 minutes'.
