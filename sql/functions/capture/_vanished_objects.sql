-- An oid can change with no event that says so (REINDEX CONCURRENTLY before PostgreSQL 17, anything
-- while capture was off, a restore). When such an object is dropped later, its address is not the one
-- pggit knows: then what is known by its name and is no longer in the catalog is gone. What is gone for
-- another reason is drift, and stays it: most drops of unknown addresses are of objects that pggit does
-- not track. Where a name does not tell the identity, all that is missing of that kind is gone.

create or replace function pggit._vanished_objects(p_transaction_id xid8)
returns table (classid oid, objid oid)
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $pggit$
declare
  v_catalog oid;
  v_identities text[];
  v_is_named boolean;
begin
  for v_catalog, v_identities, v_is_named in
    select d.classid, array_agg(n.identity) filter (where n.identity is not null),
      bool_and(n.identity is not null)
    from pggit.dirty_objects d
    cross join lateral pggit._dropped_identity(d.classid, d.dropped_name::text[]) as n (identity)
    where d.transaction_id = p_transaction_id
      and d.flush = pggit._current_flush()
      and d.is_dropped
      and not exists (
        select from pggit.live_objects l where l.objid = d.objid and l.classid = d.classid)
      and exists (select from pggit.kinds k where k.catalog = d.classid)
    group by d.classid
  loop
    return query execute format(
      'select l.classid, l.objid from pggit.live_objects l '
      'where l.classid = $1 %s and not exists (select from %s c where c.oid = l.objid)',
      case
        when not v_is_named then ''
        when v_catalog = 'pg_proc'::regclass then
          'and exists (select from unnest($2) as i (name) where starts_with(l.identity, i.name))'
        else 'and l.identity = any ($2)' end,
      v_catalog::regclass)
    using v_catalog, v_identities;
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
  'Known objects that this transaction dropped under another address than the one pggit knows.';
