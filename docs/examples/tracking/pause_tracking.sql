-- A table that this session makes and drops again, and that nobody wants to find in the history:
select pggit.pause_tracking('10 minutes');
create table command.scratch (line text);
select state, change, kind, identity from pggit.status() where state <> 'paused';
--> state | change | kind  | identity
--> ------+--------+-------+----------------
--> drift | added  | table | command.scratch
drop table command.scratch;
select pggit.resume_tracking();
select * from pggit.status();
--> state | change | kind | identity | deployment_id
--> ------+--------+------+----------+--------------

-- A pause has to last for some time.
select pggit.pause_tracking('-1 hour');
--> ERROR:  PGT01: a pause must last for some time, not -01:00:00
--> HINT:  Pass a positive interval, for example '10 minutes'.
