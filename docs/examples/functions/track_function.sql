-- Two overloads of one name. The second is given a version, and the ticket it was made for.
create function command.cancel(p_order bigint) returns void
  language sql as $$ delete from command.orders where order_id = p_order $$;
create function command.cancel(p_order bigint, p_reason text) returns void
  language sql as $$ delete from command.orders where order_id = p_order $$;

select pggit.track_function(
  'command.cancel(bigint, text)', version => '2.0.0', metadata => '{"ticket": "SHOP-311"}');
select version, metadata from pggit.function_history('command.cancel(bigint, text)') limit 1;
--> version | metadata
--> --------+-----------------------
--> 2.0.0   | {"ticket": "SHOP-311"}

-- The other overload has a version of its own, here none.
select pggit.get_function_version('command.cancel(bigint)') is null as has_none;
--> has_none
--> --------
--> t

-- A name that two functions have is not enough.
select pggit.track_function('command.cancel', version => '2.0.1');
--> ERROR:  PGF02: command.cancel may be any of several functions
--> HINT:  Write one of: command.cancel(bigint), command.cancel(bigint, text).
