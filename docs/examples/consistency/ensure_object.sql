-- Two things happened while tracking was paused. A program is about to rely on what pggit knows of one of them.
select pggit.pause_tracking('10 minutes');
alter table command.orders add due_on date;
create table command.scratch (line text);
select pggit.resume_tracking();

-- What pggit knows of the table has to be what it is:
select pggit.ensure_object('table', 'command.orders');
--> ensure_object
--> ------------------------------------
--> e952d8ed-3682-97bc-1947-bc7475486ff7

-- What had happened to the table is a commit now. The drift of other objects stays what it is.
select change, kind, identity from pggit.show();
--> change  | kind  | identity
--> --------+-------+---------------
--> changed | table | command.orders
select state, change, kind, identity from pggit.status();
--> state | change | kind  | identity
--> ------+--------+-------+----------------
--> drift | added  | table | command.scratch

-- The id is the object's for life, through renames.
alter table command.orders rename to purchases;
select pggit.ensure_object('table', 'command.purchases');
--> ensure_object
--> ------------------------------------
--> e952d8ed-3682-97bc-1947-bc7475486ff7

-- A name that nothing has any more is an error.
select pggit.ensure_object('table', 'command.orders');
--> ERROR:  PGT03: there is no table command.orders
--> HINT:  Name kind and object as pggit.show() does: 'table', 'app.orders'.
