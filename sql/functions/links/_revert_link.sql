-- A history row is gone or no longer applied: its links say since when, and a link of the other
-- direction records the step back with the changes it made (unless the row is merely replaced).
-- All that stand, for a row may have been truncated away before; but where the tool gives each row an id
-- in letters (Sqitch, which may deploy a change twice under its name), those with the row's own.

create or replace function pggit._revert_link(
  p_tool pggit.migration_tools,
  p_source text,
  p_row jsonb,
  p_is_step boolean
)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $pggit$
declare
  v_key constant text := pggit._history_row_key(p_tool, p_row);
  v_id constant text := p_row ->> p_tool.number_column;
begin
  update pggit.external_migrations m
  set reverted_at = clock_timestamp()
  where m.source = p_source
    and m.migration_key = v_key
    and m.direction = 'up'
    and m.reverted_at is null
    and (v_id is null or v_id ~ '^-?[0-9]+$'
      or m.migration_id = pggit._history_row_number(p_tool, p_row));
  if p_is_step then
    perform pggit._write_link(p_tool, p_source, p_row, 'down');
  end if;
end
$pggit$;

comment on function pggit._revert_link(pggit.migration_tools, text, jsonb, boolean) is
  'Marks the link of a history row as reverted and records the step back.';
