-- A function that names its version in its body.
create function command.vat(net numeric, rate numeric default 0.19) returns numeric
  language sql immutable
  as $$ select /* @pggit-version: 1.2.0 */ round(net * rate, 2) $$;

-- Any spelling of the signature will do.
select pggit.get_function_version('command.vat(numeric, numeric)');
--> get_function_version
--> --------------------
--> 1.2.0
select pggit.get_function_version('command.vat');
--> get_function_version
--> --------------------
--> 1.2.0

-- A version that was given later counts.
select pggit.track_function('command.vat', version => '1.2.1');
select pggit.get_function_version('command.vat');
--> get_function_version
--> --------------------
--> 1.2.1

-- An overload that is not there is an error, which names those that are.
select pggit.get_function_version('command.vat(integer)');
--> ERROR:  PGF01: there is no function command.vat(integer)
--> HINT:  There is command.vat(numeric, numeric).
