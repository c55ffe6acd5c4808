-- The prepared transaction that has made a commit and so holds the branch, by its name. The row itself
-- names the subtransaction that wrote it, which no view connects with its transaction; the lock on the
-- table does: whoever has it has locked the id of its transaction as well. Locks are only listed when
-- there are prepared transactions at all.

create or replace function pggit._branch_preparer()
returns text
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $pggit$
begin
  if not exists (select from pg_prepared_xact()) then
    return null;
  end if;
  return (
    select p.gid
    from pg_locks l
    join pg_locks t on t.virtualtransaction = l.virtualtransaction and t.pid is null
      and t.locktype = 'transactionid'
    join pg_prepared_xact() p on p.transaction = t.transactionid
    where l.pid is null and l.granted and l.mode = 'RowExclusiveLock'
      and l.relation = 'pggit.branches'::regclass
      and l.database = (select d.oid from pg_database d where d.datname = current_database())
    limit 1);
end
$pggit$;

comment on function pggit._branch_preparer() is
  'The name of the prepared transaction that holds the branch; null when none does.';
