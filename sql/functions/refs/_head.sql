-- The newest commit of the current branch.

create or replace function pggit._head()
returns uuid
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $pggit$
begin
  return (
    select b.commit_id from pggit.branches b where b.name = pggit._current_branch()
  );
end
$pggit$;

comment on function pggit._head() is
  'The newest commit of the current branch.';
