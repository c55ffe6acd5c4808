-- An oid can change with no event that says so (REINDEX CONCURRENTLY before PostgreSQL 17, anything
-- while capture was off, a restore). When such an object is dropped later, its address is not the one
-- pggit knows: then what is known of that catalog is compared with the catalog, and what is no longer
-- there is gone. Only drops of unknown addresses come here, which are rare.

create or replace function pggit._vanished_objects(p_transaction_id xid8)
returns table (classid oid, objid oid)
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $pggit$
declare
  v_catalog oid;
begin
  for v_catalog in
    select distinct d.classid
    from pggit.dirty_objects d
    where d.transaction_id = p_transaction_id
      and d.flush = pggit._current_flush()
      and d.is_dropped
      and not exists (
        select from pggit.live_objects l where l.objid = d.objid and l.classid = d.classid)
      and exists (select from pggit.kinds k where k.catalog = d.classid)
  loop
    return query execute format(
      'select l.classid, l.objid from pggit.live_objects l '
      'where l.classid = $1 and not exists (select from %s c where c.oid = l.objid)',
      v_catalog::regclass)
    using v_catalog;
  end loop;

  -- An event trigger goes with its function, and no event says so.
  if exists (
    select from pggit.dirty_objects d
    where d.transaction_id = p_transaction_id and d.flush = pggit._current_flush()
      and d.is_dropped and d.classid = 'pg_proc'::regclass
  ) then
    return query
    select l.classid, l.objid from pggit.live_objects l
    where l.kind = 'event trigger'
      and not exists (select from pg_event_trigger t where t.oid = l.objid);
  end if;
end
$pggit$;

comment on function pggit._vanished_objects(xid8) is
  'Known objects that are no longer in a catalog from which this transaction dropped an unknown one.';
