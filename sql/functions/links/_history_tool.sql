-- The migration tool that a table belongs to; null when it is nobody's.

create or replace function pggit._history_tool(p_relation oid)
returns text
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $pggit$
begin
  return (pggit._history_entry(p_relation)).tool_name;
end
$pggit$;

comment on function pggit._history_tool(oid) is
  'The migration tool that a table belongs to, by name and columns; null when it is none''s.';
