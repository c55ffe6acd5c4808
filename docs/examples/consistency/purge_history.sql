-- Three commits, of which nothing but the newest matters any longer.
alter table command.orders add remark text;
alter table command.orders drop column remark;
alter table command.orders add due_on date;

-- An age of 0 keeps the newest commit and what something names: here the tag v1.0.
select commits, changes, definitions, bytes > 0 as frees_space from pggit.purge_history('0');
--> commits | changes | definitions | frees_space
--> --------+---------+-------------+------------
--> 3       | 2       | 1           | t

-- The commit that holds the others says so, and shows their changes as one.
select split_part(message, E'\n', 1) as message, split_part(message, E'\n', 3) as rest, tags
from pggit.log();
--> message                      | rest                             | tags
--> -----------------------------+----------------------------------+-------
--> changed table command.orders | Holds 2 earlier commits, purged. | {}
--> The shop                     | Holds 1 earlier commit, purged.  | {v1.0}
select change, identity, attributes ? 'columns.remark' as mentions_remark from pggit.show();
--> change  | identity       | mentions_remark
--> --------+----------------+----------------
--> changed | command.orders | f

-- An age has to be said.
select pggit.purge_history(null);
--> ERROR:  PGT01: history is purged by its age, not by null
--> HINT:  Pass an interval, for example '1 year'; '0' keeps no more than what something names.
