-- Deletes definitions that nothing refers to any more. A transaction may be about to refer to one that is
-- stored already: so it is not done while one is being recorded, and what begins to be recorded before this
-- ends stores its definitions anew (_write_changes). Neither waits for the other: the lock that tells them of
-- each other, the gate that installations close, is only ever tried.

create or replace function pggit._free_definitions(out p_freed bigint, out p_bytes bigint)
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $pggit$
begin
  p_freed := 0::bigint;
  p_bytes := 0::bigint;
  if not pg_try_advisory_xact_lock(482771167606) then
    raise notice 'definitions are left to the next purge: transactions are being recorded';
    return;
  end if;
  with freed as (
    delete from pggit.blobs b
    where not exists (select from pggit.changes k where k.new_blob = b.hash)
      and not exists (select from pggit.changes k where k.old_blob = b.hash)
      and not exists (select from pggit.live_objects l where l.blob = b.hash)
    returning pg_column_size(b) as size
  )
  select count(*), coalesce(sum(f.size), 0) into p_freed, p_bytes from freed f;
end
$pggit$;

comment on function pggit._free_definitions() is
  'Deletes definitions that nothing refers to, unless transactions are being recorded; returns how many, and their bytes.';
