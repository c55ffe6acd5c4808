-- When a history row says that its migration was applied; null where it does not say. A time without a
-- zone is read in the session's.

create or replace function pggit._history_row_time(p_tool pggit.migration_tools, p_row jsonb)
returns timestamptz
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $pggit$
begin
  return (p_row ->> p_tool.applied_at_column)::timestamptz;
exception when invalid_datetime_format or datetime_field_overflow then
  return null;
end
$pggit$;

comment on function pggit._history_row_time(pggit.migration_tools, jsonb) is
  'When a history row says that its migration was applied; null where it does not say.';
