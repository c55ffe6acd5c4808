-- A relation can change its oid with no event that says so (REINDEX CONCURRENTLY before PostgreSQL 17,
-- anything while capture was off). When it is dropped later, its address is not the one pggit knows:
-- the name is.

create or replace function pggit._rebind_dropped_relations(p_transaction_id xid8)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan
as $pggit$
begin
  update pggit.live_objects l
  set objid = d.objid
  from pggit.dirty_objects d
  where d.transaction_id = p_transaction_id
    and d.flush = pggit._current_flush()
    and d.identity is not null
    and l.identity = d.identity
    and l.classid = d.classid
    and l.kind in ('table', 'index', 'sequence', 'view', 'materialized view')
    and l.objid <> d.objid
    and not exists (
      select from pggit.live_objects o where o.objid = d.objid and o.classid = d.classid)
    and not exists (select from pg_class c where c.oid = l.objid);
end
$pggit$;

comment on function pggit._rebind_dropped_relations(xid8) is
  'Gives known relations the address under which this transaction dropped them, when it is another one.';
