-- Until pggit.configure_cqrs() says otherwise, `query` is the query side, and everything else the command side.
select name, side from pggit.cqrs_schemas();
--> name    | side
--> --------+--------
--> command | command
--> public  | command
--> query   | query

-- How many objects each side has:
select s.side, count(*) as objects
from pggit.objects() o
join pggit.cqrs_schemas() s on starts_with(o.identity, s.name || '.')
group by s.side
order by s.side;
--> side    | objects
--> --------+--------
--> command | 5
--> query   | 3
