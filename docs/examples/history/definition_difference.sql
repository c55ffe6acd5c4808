alter table command.orders alter note type text;
alter table command.orders add currency text not null default 'EUR';

-- What became of the table since the tag v1.0: path, before, after.
select d.key as path, d.value -> 0 as before, d.value -> 1 as after
from jsonb_each(pggit.definition_difference(
  pggit.definition('table', 'command.orders', 'v1.0'),
  pggit.definition('table', 'command.orders'))) d;
--> path              | before                   | after
--> ------------------+--------------------------+-------------------------------------------------------------
--> columns.currency  | null                     | {"type": "text", "default": "'EUR'::text", "not_null": true}
--> columns.note.type | "character varying(200)" | "text"

-- Where nothing differs:
select pggit.definition_difference(
  pggit.definition('table', 'command.customers', 'v1.0'),
  pggit.definition('table', 'command.customers')) as nothing;
--> nothing
--> -------
--> {}
