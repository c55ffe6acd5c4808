-- The engine's own work after an upgrade. A newer engine describes more than an older one did (another
-- kind, another attribute): what differs for that reason alone becomes a commit of its own, so that it
-- is neither drift nor blamed on the next migration. What was drift before stays drift; the installer
-- noted it in pggit.drift_before_upgrade while the older engine was still there. Without that note (an
-- engine too damaged to ask) nothing can be told apart, and all of it stays drift.
--
-- Locks: the rows of live_objects that change, in the order of their ids, before they are described;
-- the branch row last.

create or replace function pggit._after_upgrade()
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $pggit$
declare
  v_before constant jsonb := nullif(current_setting('pggit.drift_before_upgrade', true), '')::jsonb;
  v_classids oid[];
  v_objids oid[];
  v_step pggit.changes;
  v_described pggit._description[];
  v_known_ids uuid[];
  v_known_objids oid[];
  v_changes bigint[];
begin
  perform pggit._refresh_built_in_tools();
  perform pggit._attach_existing_history_tables(true);
  if v_before is null then
    return;
  end if;
  perform pggit._rebind_live_objects();
  select array_agg(d.classid), array_agg(d.objid) into v_classids, v_objids
  from pggit._drift() d
  where not v_before @> to_jsonb(d.kind || ' ' || d.identity);
  if v_objids is null then
    return;
  end if;

  select array_agg(k.object_id), array_agg(k.objid) into v_known_ids, v_known_objids
  from (
    select l.object_id, l.objid
    from pggit.live_objects l
    join unnest(v_classids, v_objids) as u (classid, objid)
      on u.objid = l.objid and u.classid = l.classid
    order by l.object_id for update of l
  ) k;
  v_step.commit_id := gen_random_uuid();
  v_step.command_tag := 'UPGRADE';
  v_step.role_name := pggit._effective_role();
  v_described := array(select d from pggit._describe(v_classids, v_objids) d);
  v_changes := pggit._write_changes(
    v_step, v_described, pggit._ignore_rules(v_described, pggit._tracking_configuration()),
    '{}', null, null, false, pggit._continued_objects(v_described));
  v_changes := v_changes || pggit._write_removals(
    v_step, v_described, v_known_ids, v_known_objids, '{}');
  if v_changes <> '{}' then
    perform pggit._append_commit(
      v_changes, 'upgrade: ' || pggit._describe_changes(v_changes), null, v_step.commit_id,
      p_extend => false);
  end if;
end
$pggit$;

comment on function pggit._after_upgrade() is
  'Records what this version describes and the one before did not; called by every upgrade.';
