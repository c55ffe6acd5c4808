-- Whether a prepared transaction has made a commit and so holds the branch. The row itself names the
-- subtransaction that wrote it, which no view connects with its transaction; the lock on the table does.
-- Locks are only listed when there are prepared transactions at all.

create or replace function pggit._is_branch_prepared()
returns boolean
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $pggit$
begin
  if not exists (select from pg_prepared_xact()) then
    return false;
  end if;
  return exists (
    select from pg_locks l
    where l.pid is null and l.granted and l.mode = 'RowExclusiveLock'
      and l.relation = 'pggit.branches'::regclass
      and l.database = (select d.oid from pg_database d where d.datname = current_database()));
end
$pggit$;

comment on function pggit._is_branch_prepared() is
  'Whether a prepared transaction holds the branch.';
