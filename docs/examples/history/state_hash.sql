-- Is everything recorded that is in the catalog?
select pggit.state_hash() = pggit.state_hash('HEAD') as is_recorded;
--> is_recorded
--> -----------
--> t

-- Equal states have equal hashes, whatever the road between them.
alter table command.orders rename to purchases;
select pggit.state_hash() = pggit.state_hash('v1.0') as is_as_in_v1;
--> is_as_in_v1
--> -----------
--> f
alter table command.purchases rename to orders;
select pggit.state_hash() = pggit.state_hash('v1.0') as is_as_in_v1;
--> is_as_in_v1
--> -----------
--> t

-- To compare with another database, such as staging:
select pggit.state_hash();
--> state_hash
--> ------------------------------------------------------------------
--> \x31a915f3279d2377c1c93a3ae174c4e931e2236cdffe6cf786358bef8237d6b2
