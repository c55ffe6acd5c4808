alter table command.orders alter note type text;

-- As it is now, and as it was at a tag:
select
  pggit.definition('table', 'command.orders') -> 'columns' -> 'note' ->> 'type' as now,
  pggit.definition('table', 'command.orders', 'v1.0') -> 'columns' -> 'note' ->> 'type' as before;
--> now  | before
--> -----+-----------------------
--> text | character varying(200)

-- The names of its attributes:
select jsonb_object_keys(pggit.definition('index', 'query.order_totals_customer')) as attribute;
--> attribute
--> --------------
--> keys
--> table
--> method
--> unique
--> format_version

-- Null where there is no such object.
select pggit.definition('table', 'command.invoices') is null as is_unknown;
--> is_unknown
--> ----------
--> t
