-- Whether a column holds what the registry says. Families of types, not types: tools differ in int and
-- bigint, varchar and text, from version to version. What pggit cannot read (_history_row_reading) is
-- of no family but `any`.

create or replace function pggit._has_column_type(p_type oid, p_wanted text)
returns boolean
language plpgsql
immutable
set search_path = pg_catalog, pg_temp
as $pggit$
begin
  return case p_wanted
    when 'number' then p_type in (20, 21, 23, 1700)
    when 'text' then p_type in (25, 1042, 1043)
    when 'time' then p_type in (1082, 1114, 1184)
    when 'boolean' then p_type = 16
    when 'json' then p_type in (114, 3802)
    when 'any' then true
    else false
  end;
end
$pggit$;

comment on function pggit._has_column_type(oid, text) is
  'Whether a column type belongs to one of the families that pggit.migration_tools names.';
