-- Marks every object on which the catalog and the live state differ, as if an event had named it.

create or replace function pggit._mark_drift()
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $pggit$
begin
  perform pggit._rebind_live_objects();
  insert into pggit.dirty_objects
    (transaction_id, classid, objid, command_tag, role_name, is_first, marked_at)
  select pg_current_xact_id(), d.classid, d.objid, 'CAPTURE', pggit._effective_role(), false,
    clock_timestamp()
  from pggit._drift() d
  on conflict do nothing;
end
$pggit$;

comment on function pggit._mark_drift() is
  'Marks every object on which catalog and live state differ.';
