-- After the tracking configuration changed: marks what changes sides, so that it joins or leaves the live
-- state in this transaction. Drift on objects that are tracked before and after stays drift.

create or replace function pggit._after_tracking_changed(p_classids oid[], p_objids oid[])
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
set quote_all_identifiers = off
as $pggit$
begin
  perform pggit._mark(d.classid, d.objid)
  from pggit._drift() d
  where d.change = 'untracked'
    or (d.change = 'added' and (d.classid, d.objid) in (
      select i.classid, i.objid from unnest(p_classids, p_objids) as i (classid, objid)));
end
$pggit$;

comment on function pggit._after_tracking_changed(oid[], oid[]) is
  'Marks what a changed tracking configuration takes in or leaves out; p_classids, p_objids: what was ignored before.';
