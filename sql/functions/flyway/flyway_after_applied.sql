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
  'For Flyway''s callback afterMigrateApplied, written by pggit flyway init: ends the deployment of this run.';
