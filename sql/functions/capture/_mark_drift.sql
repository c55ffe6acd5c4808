-- Marks every object on which the catalog and the live state differ, as if an event had named it.

create or replace function pggit._mark_drift()
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $pggit$
begin
  perform pggit._rebind_live_objects();
  perform pggit._follow_history_tables();
  perform pggit._mark(d.classid, d.objid) from pggit._drift() d;
end
$pggit$;

comment on function pggit._mark_drift() is
  'Marks every object on which catalog and live state differ.';
