-- A script may be started by hand, or by a release from inside its own deployment. It begins one only where there
-- is none.
select pggit.current_deployment() is null as has_to_begin;
--> has_to_begin
--> ------------
--> t

select pggit.begin_deployment('2026-11 billing');
--> begin_deployment
--> ------------------------------------
--> 415254c4-b52b-4221-a3cc-1d01efe5df9e
select pggit.current_deployment();
--> current_deployment
--> ------------------------------------
--> 415254c4-b52b-4221-a3cc-1d01efe5df9e
select pggit.end_deployment();
select pggit.current_deployment() is null as has_to_begin;
--> has_to_begin
--> ------------
--> t
