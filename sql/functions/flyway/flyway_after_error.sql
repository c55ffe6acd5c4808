-- Called by the callback afterMigrateError: a migration of the run has failed. Those before it have been
-- applied, unless all were in one transaction. Flyway tells a callback nothing about the error.

create or replace function pggit.flyway_after_error(
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
    'failed', 'a migration failed; the output of Flyway says which and why');
end
$pggit$;

comment on function pggit.flyway_after_error(text, text, text) is
'Closes the deployment of a run of Flyway as failed, with what landed. For the callback
`afterMigrateError`, which `pggit flyway init` writes. Flyway tells its callbacks nothing about
the error. A failure of pggit is a warning.

- `history_schema`, `history_table`, `run_timestamp`: Flyway''s placeholders, which tell the run
  from others.';
