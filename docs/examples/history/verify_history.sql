-- No row: nothing is altered and nothing is lost.
select * from pggit.verify_history();
--> finding | record | id | detail
--> --------+--------+----+-------

-- Somebody with the rights of a superuser rewrites history.
update pggit.commits set author = 'nobody' where message = 'The shop';
select finding, record, id from pggit.verify_history();
--> finding | record | id
--> --------+--------+-------------------------------------
--> altered | commit | 5d3fd9be-4d6b-4818-b210-2d5169d69a61
