-- Before the tracking configuration changes: what this transaction has done so far is recorded by the rules
-- that held for it. Returns what those rules ignore, for _after_tracking_changed.

create or replace function pggit._before_tracking_changes(
  out p_classids oid[],
  out p_objids oid[]
)
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
set quote_all_identifiers = off
as $pggit$
begin
  perform pggit._record_pending(pggit._session_deployment(true));
  select array_agg(i.classid), array_agg(i.objid) into p_classids, p_objids
  from pggit._scan_with_rules() i where i.rule is not null;
end
$pggit$;

comment on function pggit._before_tracking_changes() is
  'Records what is pending by the rules as they are; returns the addresses that they ignore.';
