-- Nothing to say: the history has all there is.
select * from pggit.status();
--> state | change | kind | identity | deployment_id
--> ------+--------+------+----------+--------------

-- Staged: recorded in a deployment, which has no commit yet.
select pggit.begin_deployment('2026-11 billing');
--> begin_deployment
--> ------------------------------------
--> c0a352b8-7498-4ea7-bd1d-2eddbccea16d
alter table command.orders add invoiced boolean not null default false;

-- Drift: happened while nobody recorded it.
select pggit.pause_tracking('10 minutes');
create table command.scratch (line text);
select state, change, kind, identity from pggit.status() where kind <> 'session';
--> state  | change  | kind  | identity
--> -------+---------+-------+----------------
--> staged | changed | table | command.orders
--> drift  | added   | table | command.scratch

-- And what keeps pggit from recording, here the pause of this session.
select state, kind from pggit.status() where state = 'paused';
--> state  | kind
--> -------+--------
--> paused | session
