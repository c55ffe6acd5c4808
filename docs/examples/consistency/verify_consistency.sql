-- Somebody switched an event trigger of pggit off, and went on with the release.
alter event trigger pggit_ddl_trigger disable;
alter table command.orders add due_on date;
create index on command.orders (customer_id);

select state, issue, object, detail from pggit.verify_consistency();
--> state | issue         | object                                          | detail
--> ------+---------------+-------------------------------------------------+----------------------------------------------
--> open  | event trigger | pggit_ddl_trigger                               | it does not fire, so changes are not captured
--> open  | drift         | index command.orders_customer_id_idx and 1 more | the catalog is not what pggit last saw

-- `verbose` names each object of the drift, and what was looked at without a finding.
select state, issue, object from pggit.verify_consistency(verbose => true);
--> state | issue         | object
--> ------+---------------+-------------------------------------
--> open  | event trigger | pggit_ddl_trigger
--> sound | setting       |
--> sound | emergency     |
--> sound | deployment    |
--> sound | history table |
--> open  | drift         | table command.orders
--> open  | drift         | index command.orders_customer_id_idx
--> sound | unread        |

-- `fix_issues`, for admins, repairs what can be repaired from here.
select state, issue, object from pggit.verify_consistency(fix_issues => true);
--> state | issue         | object
--> ------+---------------+------------------------------------------------
--> fixed | event trigger | pggit_ddl_trigger
--> fixed | drift         | index command.orders_customer_id_idx and 1 more
select * from pggit.verify_consistency();
--> state | issue | object | detail | hint
--> ------+-------+--------+--------+-----
