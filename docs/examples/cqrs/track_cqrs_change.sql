-- A column of the command side and the view that shows it, as one commit:
select pggit.track_cqrs_change(row(
  array['alter table command.orders add currency text not null default ''EUR'''],
  array['create view query.currencies as select distinct currency from command.orders'],
  'Orders have a currency'
)::pggit.cqrs_change);
--> track_cqrs_change
--> ------------------------------------
--> 8ff070b0-9c0f-4dc9-ab44-258599b49c44
select side, change, kind, identity from pggit.cqrs_objects order by side;
--> side    | change  | kind  | identity
--> --------+---------+-------+-----------------
--> command | changed | table | command.orders
--> query   | added   | view  | query.currencies

-- An operation that fails takes the whole change with it, those before it included.
select pggit.track_cqrs_change(row(
  array['alter table command.orders add paid_on date'],
  array['create view query.unpaid as select order_id from command.orders where payed_on is null'],
  'Which orders are not paid'
)::pggit.cqrs_change);
--> ERROR:  PGC02: operation 1 of the query side failed: column "payed_on" does not exist
--> HINT:  Perhaps you meant to reference the column "orders.paid_on". Nothing of the change was kept. With atomic => false the operations that succeed are.

-- Unless each is to stand for itself:
select pggit.track_cqrs_change(row(
  array['alter table command.orders add paid_on date'],
  array['create view query.unpaid as select order_id from command.orders where payed_on is null'],
  'Which orders are not paid'
)::pggit.cqrs_change, atomic => false) is not null as has_commit;
--> WARNING:  pggit: 1 of 2 operations of the CQRS change failed: query 1 (column "payed_on" does not exist)
--> HINT:  The others were kept. See: select * from pggit.cqrs_operations where cqrs_change_id = '0442bfba-68b7-4769-b167-396631f829ab'
--> has_commit
--> ----------
--> t
select change, kind, identity from pggit.show();
--> change  | kind  | identity
--> --------+-------+---------------
--> changed | table | command.orders
