-- Objects whose privileges this transaction changed. GRANT, REVOKE and the like raise an event that names
-- nothing, but the catalog rows they wrote carry the same (sub)transaction id as the mark that was
-- inserted beside them; or that of a later mark, when another command has written the row again. The
-- marks of a serializable transaction are inserted later (_note_marks): there it is the transaction's own.

create or replace function pggit._granted_objects(p_transaction_id xid8)
returns table (classid oid, objid oid)
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $pggit$
declare
  v_xids xid[];
  v_catalogs oid[];
begin
  select array_agg(distinct d.xmin::text)::xid[],
    array_agg(distinct d.classid) filter (where d.objid = 0 and d.classid <> 0)
  into v_xids, v_catalogs
  from pggit.dirty_objects d
  where d.transaction_id = p_transaction_id and d.flush = pggit._current_flush();
  v_xids := v_xids || p_transaction_id::xid;

  if 'pg_class'::regclass = any (v_catalogs) or 'pg_attribute'::regclass = any (v_catalogs) then
    return query select c.tableoid, c.oid from pg_class c where c.xmin = any (v_xids);
  end if;
  if 'pg_attribute'::regclass = any (v_catalogs) then
    return query
    select distinct 'pg_class'::regclass::oid, a.attrelid from pg_attribute a
    where a.xmin = any (v_xids);
  end if;
  if 'pg_namespace'::regclass = any (v_catalogs) then
    return query select n.tableoid, n.oid from pg_namespace n where n.xmin = any (v_xids);
  end if;
  if 'pg_proc'::regclass = any (v_catalogs) then
    return query select p.tableoid, p.oid from pg_proc p where p.xmin = any (v_xids);
  end if;
  if 'pg_type'::regclass = any (v_catalogs) then
    return query
    select t.tableoid, coalesce(r.rngtypid, t.oid) from pg_type t
    -- Servers before 17 grant on a multirange type, which belongs to its range type.
    left join pg_range r on t.typtype = 'm' and r.rngmultitypid = t.oid
    where t.xmin = any (v_xids);
  end if;
  if 'pg_foreign_data_wrapper'::regclass = any (v_catalogs) then
    return query
    select w.tableoid, w.oid from pg_foreign_data_wrapper w where w.xmin = any (v_xids);
  end if;
  if 'pg_foreign_server'::regclass = any (v_catalogs) then
    return query select f.tableoid, f.oid from pg_foreign_server f where f.xmin = any (v_xids);
  end if;
  if 'pg_default_acl'::regclass = any (v_catalogs) then
    return query select a.tableoid, a.oid from pg_default_acl a where a.xmin = any (v_xids);
  end if;
  if 'pg_policy'::regclass = any (v_catalogs) then
    return query select p.tableoid, p.oid from pg_policy p where p.xmin = any (v_xids);
  end if;
end
$pggit$;

comment on function pggit._granted_objects(xid8) is
  'Objects whose catalog rows were written by the transaction''s GRANT and REVOKE statements.';
