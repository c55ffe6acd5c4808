-- What this transaction has touched and not described yet. A standby cannot even open the unlogged
-- table, so the question is not asked there.

create or replace function pggit._pending_marks()
returns table (classid oid, objid oid)
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $pggit$
begin
  if not pg_is_in_recovery() then
    return query
    select e.classid, e.objid
    from (
      select array_agg(d.classid) as classids, array_agg(d.objid) as objids
      from (
        select * from pggit.dirty_objects
        union all
        select * from pggit._noted_marks()
      ) d
      where d.transaction_id = pg_current_xact_id_if_assigned()
        and d.flush = pggit._current_flush()
        and d.classid <> 0
    ) marked
    cross join lateral pggit._expand(
      pg_current_xact_id_if_assigned(), marked.classids, marked.objids) x
    cross join lateral unnest(x.p_classids, x.p_objids) as e (classid, objid)
    where marked.objids is not null;
  end if;
end
$pggit$;

comment on function pggit._pending_marks() is
  'Addresses this transaction has marked and not described yet, widened as they will be.';
