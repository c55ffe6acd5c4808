-- Takes the marks of ignored operations out of what is to be described, and counts them. Called only where
-- there are rules about operations.
--
-- GRANT and REVOKE name no object. Of those that they changed, the ones whose comment says to track get a
-- mark of their own first.

create or replace function pggit._drop_ignored_marks(
  p_transaction_id xid8,
  p_flush int,
  p_tracking pggit._tracking
)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan
as $pggit$
declare
  v_rules text[];
begin
  insert into pggit.dirty_objects
    (transaction_id, flush, classid, objid, command_tag, role_name, marked_at)
  select distinct on (g.classid, g.objid) p_transaction_id, p_flush, g.classid, g.objid,
    d.command_tag, d.role_name, d.marked_at
  from pggit.dirty_objects d
  cross join lateral (
    select r.classid, r.objid from pggit._granted_objects(p_transaction_id) r
    where pggit._operation_rule(d.command_tag, d.classid, 0, p_tracking) is not null
      and pggit._is_tracked_by_comment(r.classid, r.objid, p_tracking)) g
  where d.transaction_id = p_transaction_id and d.flush = p_flush and d.classid <> 0 and d.objid = 0;
  with ignored as (
    select m.classid, m.objid, m.command_tag,
      pggit._operation_rule(m.command_tag, m.classid, m.objid, p_tracking) as rule
    from (
      select distinct d.classid, d.objid, d.command_tag
      from pggit.dirty_objects d
      where d.transaction_id = p_transaction_id and d.flush = p_flush and d.classid <> 0
        and d.command_tag <> 'CAPTURE'
    ) m
  ),
  dropped as (
    delete from pggit.dirty_objects d
    using ignored i
    where d.transaction_id = p_transaction_id and d.flush = p_flush
      and d.classid = i.classid and d.objid = i.objid and d.command_tag = i.command_tag
      and i.rule is not null
  )
  select array_agg(i.rule) into v_rules from ignored i where i.rule is not null;
  if v_rules is not null then
    perform pggit._count_ignored(v_rules);
  end if;
end
$pggit$;

comment on function pggit._drop_ignored_marks(xid8, int, pggit._tracking) is
  'Takes the marks of ignored operations away and counts them by rule.';
