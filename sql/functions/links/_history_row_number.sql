-- The number of a history row: the tool's own, or a stable hash where it has none: of what stands where
-- the number would (an id in letters), else of the key.

create or replace function pggit._history_row_number(p_tool pggit.migration_tools, p_row jsonb)
returns bigint
language plpgsql
immutable
set search_path = pg_catalog, pg_temp
as $pggit$
declare
  v_number constant text := p_row ->> p_tool.number_column;
begin
  if v_number ~ '^-?[0-9]{1,19}$'
    and v_number::numeric between -9223372036854775808 and 9223372036854775807
  then
    return v_number::bigint;
  end if;
  return hashtextextended(coalesce(v_number, pggit._history_row_key(p_tool, p_row)), 0);
end
$pggit$;

comment on function pggit._history_row_number(pggit.migration_tools, jsonb) is
  'The tool''s own number of a history row, or a stable hash.';
