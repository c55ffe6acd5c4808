-- Without event triggers a deployment learns what changed by comparing the catalog when it ends. A
-- history table that was created meanwhile has had no link trigger: its rows are linked now. One that may
-- not be read costs its links, not the end of the deployment.

create or replace function pggit._capture_in_manual_mode(p_deployment_id uuid)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
set quote_all_identifiers = off
as $pggit$
declare
  v_seen oid[];
  r record;
begin
  if not pggit._is_manual_mode() or pggit._disabled_until() is not null then
    return;
  end if;
  v_seen := array(
    select t.tgrelid from pg_trigger t where t.tgname = 'zz_pggit_link'
    union all
    select c.oid from pggit.live_objects l
    join pg_namespace n on n.nspname = l.schema_name
    join pg_class c on c.relnamespace = n.oid and l.identity = format('%I.%I', n.nspname, c.relname)
    where l.kind = 'table');
  perform pggit._attach_existing_history_tables();
  for r in
    select t.tgrelid, w.tool_name, w.source
    from pg_trigger t
    join pggit.watched_tables w on w.source = pggit._relation_identity(t.tgrelid)
    where t.tgname = 'zz_pggit_link' and t.tgparentid = 0 and t.tgrelid <> all (v_seen)
  loop
    begin
      perform pggit._link_existing_rows(r.tgrelid, r.tool_name, p_deployment_id);
    exception when insufficient_privilege or sqlstate 'PGX03' then
      raise warning 'pggit: % cannot be read: %', r.source, sqlerrm;
    end;
  end loop;
  perform pggit._mark_drift();
  perform pggit._record_pending(p_deployment_id);
end
$pggit$;

comment on function pggit._capture_in_manual_mode(uuid) is
  'In manual mode, records the difference between the catalog and the live state; otherwise nothing.';
