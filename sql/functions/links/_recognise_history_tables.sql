-- Looks at all tables again after the registry changed: new history tables get the link trigger and leave
-- the live state; one that is no tool's any more loses it and comes back.

create or replace function pggit._recognise_history_tables()
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
set quote_all_identifiers = off
as $pggit$
declare
  v_attached constant oid[] := array(
    select w.relation from pggit.watched_tables w where w.attached and w.relation is not null);
begin
  delete from pggit.watched_tables w
  where not w.is_declined
    and (not exists (select from pggit.migration_tools t where t.tool_name = w.tool_name)
      or not w.by_request and pggit._relation_named(w.source) is not null
        and pggit._history_tool(pggit._relation_named(w.source)) is null);
  perform pggit._attach_existing_history_tables();
  perform pggit._mark('pg_class'::regclass, w.relation)
  from pggit.watched_tables w
  where w.attached and w.relation <> all (v_attached);
  perform pggit._detach_history_table(a.source)
  from (select pggit._relation_identity(u.oid) as source from unnest(v_attached) as u (oid)) a
  where not exists (
    select from pggit.watched_tables w where w.source = a.source and not w.is_declined);
end
$pggit$;

comment on function pggit._recognise_history_tables() is
  'Attaches and detaches link triggers after the registry of migration tools changed.';
