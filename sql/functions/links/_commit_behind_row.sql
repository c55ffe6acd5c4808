-- The commit of a migration whose row was written in another session than the one that ran it, which is all
-- that is known of it (Flyway). The row's time is that of the beginning of its transaction, before the
-- migration, so the newest commit of that time is the one before; and its transaction got its id behind the
-- migration's. So it is the first commit since that time of a transaction between the row before and this one,
-- and where the same session made more of them (no transaction around them), the last of those.
--
-- Null where there is none: the migration changed nothing, or the row was written anew since, as by a restore.
--
-- p_until: the time of the next row, where that is later. p_after, p_through: the transactions of the rows
-- before, and of this one; where those are later, they were updated since.

create or replace function pggit._commit_behind_row(
  p_time timestamptz,
  p_until timestamptz,
  p_after xid8,
  p_through xid8
)
returns pggit.commits
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $pggit$
declare
  v_commit pggit.commits;
begin
  with made as materialized (
    select distinct k.commit_number, c.backend_pid
    from pggit.commits k
    join pggit.changes c on c.commit_id = k.commit_id
    where k.committed_at >= p_time
      and (p_until is null or k.committed_at < p_until)
      and k.parent_ids <> '{}'
      and c.transaction_id <= p_through
      and (p_after is null or p_after >= p_through or c.transaction_id > p_after)
  ),
  first as (select m.backend_pid from made m order by m.commit_number limit 1)
  select k.* into v_commit
  from pggit.commits k
  where k.commit_number = (
    select max(m.commit_number) from made m join first f on f.backend_pid = m.backend_pid);
  return v_commit;
end
$pggit$;

comment on function pggit._commit_behind_row(timestamptz, timestamptz, xid8, xid8) is
  'The commit of a migration whose row another session wrote, by the row''s time and transaction; null where there is none.';
