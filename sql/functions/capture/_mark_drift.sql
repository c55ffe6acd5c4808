-- Marks every object on which the catalog and the live state differ, as if an event had named it. Whoever
-- calls this records the marks at once and says what becomes of them: so the deferred trigger is not queued,
-- which would make a commit of its own of them where constraints are set to immediate.

create or replace function pggit._mark_drift()
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $pggit$
declare
  v_queued constant text := coalesce(current_setting('pggit.queued', true), '');
  v_classids oid[];
  v_objids oid[];
begin
  perform pggit._rebind_live_objects();
  perform pggit._follow_history_tables();
  select array_agg(d.classid), array_agg(d.objid) into v_classids, v_objids from pggit._drift() d;
  if v_objids is null then
    return;
  end if;
  perform set_config('pggit.queued', pg_current_xact_id()::text, true);
  perform pggit._mark(m.classid, m.objid)
  from unnest(v_classids, v_objids) as m (classid, objid);
  perform set_config('pggit.queued', v_queued, true);
end
$pggit$;

comment on function pggit._mark_drift() is
  'Marks every object on which catalog and live state differ, to be recorded by the caller.';
