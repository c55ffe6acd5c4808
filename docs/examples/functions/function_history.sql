-- A function that names its version in its body, changes, and gets another name.
create function command.vat(net numeric) returns numeric
  language sql immutable
  as $$ select /* @pggit-version: 1.0.0 */ net * 0.19 $$;
create or replace function command.vat(net numeric) returns numeric
  language sql immutable
  as $$ select /* @pggit-version: 1.1.0 */ round(net * 0.19, 2) $$;
alter function command.vat(numeric) rename to value_added_tax;
select pggit.track_function('command.value_added_tax(numeric)', metadata => '{"reviewed_by": "billing"}');

select change, identity, version, metadata
from pggit.function_history('command.value_added_tax(numeric)');
--> change    | identity                         | version | metadata
--> ----------+----------------------------------+---------+---------------------------
--> versioned | command.value_added_tax(numeric) | 1.1.0   | {"reviewed_by": "billing"}
--> renamed   | command.value_added_tax(numeric) | 1.1.0   |
--> changed   | command.vat(numeric)             | 1.1.0   |
--> added     | command.vat(numeric)             | 1.0.0   |

-- One that is gone is found by the name it had last.
drop function command.value_added_tax(numeric);
select change, identity, version from pggit.function_history('command.value_added_tax(numeric)') limit 1;
--> change  | identity                         | version
--> --------+----------------------------------+--------
--> removed | command.value_added_tax(numeric) |
