-- Whether a command is left unrecorded by its tag. A tag in both lists is recorded.

create or replace function pggit._is_ignored_operation(
  p_command_tag text,
  p_tracking pggit._tracking
)
returns boolean
language plpgsql
immutable
set search_path = pg_catalog, pg_temp
as $pggit$
begin
  if p_command_tag like any (p_tracking.track_operations) then
    return false;
  end if;
  return coalesce(p_command_tag like any (p_tracking.ignore_operations), false)
    or p_tracking.track_operations is not null;
end
$pggit$;

comment on function pggit._is_ignored_operation(text, pggit._tracking) is
  'Whether commands with this tag are left unrecorded by the tracking configuration.';
