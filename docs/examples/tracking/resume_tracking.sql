-- A pause is ended before its time.
select pggit.pause_tracking('10 minutes');
create table command.scratch (line text);
select pggit.resume_tracking();

-- What comes now is recorded; what happened in the pause stays drift until somebody adopts it.
alter table command.orders add due_on date;
select change, kind, identity from pggit.show();
--> change  | kind  | identity
--> --------+-------+---------------
--> changed | table | command.orders
select state, change, kind, identity from pggit.status();
--> state | change | kind  | identity
--> ------+--------+-------+----------------
--> drift | added  | table | command.scratch
