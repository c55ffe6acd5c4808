-- The branch this database is on. One database has one live state, so it is on one branch.

create or replace function pggit._current_branch()
returns text
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $pggit$
begin
  return (
    select coalesce(
      (select s.value #>> '{}' from pggit.settings s where s.name = 'current_branch'), 'main')
  );
end
$pggit$;

comment on function pggit._current_branch() is
  'The branch this database is on.';
