-- The name of a table as pggit writes it, quoted where needed, from any spelling with its schema. The
-- table need not exist.

create or replace function pggit._table_name(p_name text)
returns text
language plpgsql
immutable
set search_path = pg_catalog, pg_temp
set quote_all_identifiers = off
as $pggit$
declare
  v_names text[];
begin
  begin
    v_names := parse_ident(p_name);
  exception when invalid_parameter_value then
    v_names := null;
  end;
  if v_names is null or cardinality(v_names) <> 2 then
    perform pggit._raise('PGX03',
      format('%s is not a schema-qualified table name', coalesce(quote_literal(p_name), 'null')),
      jsonb_build_object('history_table', p_name),
      'Write it as schema.table, quoted where needed.');
  end if;
  return format('%I.%I', v_names[1], v_names[2]);
end
$pggit$;

comment on function pggit._table_name(text) is
  'The name of a table as pggit writes it, from any spelling with its schema.';
