-- One object is ignored by its comment, the other by a pattern.
create table command.scratch (line text);
comment on table command.scratch is '@pggit:ignore';
select pggit.add_ignore_pattern('index %_tmp');
create index orders_tmp on command.orders (total);

select * from pggit.ignored_objects();
--> kind  | identity           | rule
--> ------+--------------------+---------------------------
--> table | command.scratch    | comment @pggit:ignore
--> index | command.orders_tmp | ignore pattern index %_tmp
