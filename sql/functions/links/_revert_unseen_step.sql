-- golang-migrate empties its table when the first version is taken back, which no row tells of. It shows
-- when that version is marked as about to run, although it is applied and none above it is, from which a
-- step back could come: so it had been taken back. When that was is not known, nor which changes were its.

create or replace function pggit._revert_unseen_step(
  p_tool pggit.migration_tools,
  p_source text,
  p_started jsonb
)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $pggit$
begin
  if not exists (
    select from pggit.external_migrations m
    where m.source = p_source and m.direction = 'up' and m.reverted_at is null
      and m.migration_id > pggit._history_row_number(p_tool, p_started)
  ) then
    perform pggit._revert_link(p_tool, p_source, p_started, false);
  end if;
end
$pggit$;

comment on function pggit._revert_unseen_step(pggit.migration_tools, text, jsonb) is
  'Marks a version as taken back that is about to run again.';
