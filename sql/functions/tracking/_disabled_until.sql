-- Until when tracking is disabled for the whole database; null when it is not, or no more.

create or replace function pggit._disabled_until()
returns timestamptz
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $pggit$
begin
  return (
    select u.disabled_until
    from pggit.settings s
    cross join lateral (
      select case when jsonb_typeof(s.value) = 'number' then to_timestamp(s.value::float8) end
    ) as u (disabled_until)
    where s.name = 'disabled_until' and u.disabled_until > clock_timestamp());
end
$pggit$;

comment on function pggit._disabled_until() is
  'Until when tracking is disabled for the whole database; null when it is not.';
