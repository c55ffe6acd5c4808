-- Says what an engine without any commit is. An installation always makes one, so the tables have been
-- emptied: most often by a restore from a dump without data.

create or replace function pggit._require_history()
returns void
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $pggit$
begin
  if not exists (select from pggit.commits) then
    perform pggit._raise('PGR03',
      'pggit has no history in this database: its tables are empty, as after a restore without data',
      jsonb_build_object('database', current_database()),
      'Run `pggit install` or install() of @pggit/core: that begins a new history with one commit of '
      'everything there is. To keep the old history, restore the data of schema pggit as well.');
  end if;
end
$pggit$;

comment on function pggit._require_history() is
  'An error when there is no commit at all, as after a restore without data.';
