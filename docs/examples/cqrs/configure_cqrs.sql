-- Reports are a part of the query side too, and only one schema is the command side.
create schema report_sales;
select pggit.configure_cqrs(
  command_schemas => array['command'],
  query_schemas => array['query', 'report_%']
);
select name, side from pggit.cqrs_schemas();
--> name         | side
--> -------------+--------
--> command      | command
--> public       |
--> query        | query
--> report_sales | query

-- Each call replaces what was said before. Without arguments: the query side is `query` and `query_%`, all other
-- schemas are the command side.
select pggit.configure_cqrs();
select name, side from pggit.cqrs_schemas();
--> name         | side
--> -------------+--------
--> command      | command
--> public       | command
--> query        | query
--> report_sales | command
