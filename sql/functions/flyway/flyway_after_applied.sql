-- Called by the callback afterMigrateApplied: every migration of the run has been applied.

create or replace function pggit.flyway_after_applied(
  history_schema text,
  history_table text,
  run_timestamp text
)
returns void
language plpgsql
volatile
security definer -- writes history, which no role but the owner may
set search_path = pg_catalog, pg_temp
set quote_all_identifiers = off
as $pggit$
begin
  perform pggit._end_flyway_run(
    format('%I.%I', history_schema, history_table), run_timestamp,
    'completed', null);
end
$pggit$;

comment on function pggit.flyway_after_applied(text, text, text) is
'Ends the deployment of a run of Flyway, as completed. For the callback `afterMigrateApplied`,
which `pggit flyway init` writes, when all migrations of the run have been applied. A failure of
pggit is a warning.

- `history_schema`, `history_table`, `run_timestamp`: Flyway''s placeholders, which tell the run
  from others.';
