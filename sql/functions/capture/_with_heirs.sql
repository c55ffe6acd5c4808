-- Relations with those of their partitions and heirs that the commands may have changed, the ones that
-- just left included. Most commands on a parent change none of its heirs, and there may be thousands: an
-- heir is looked at only when this transaction has written a row that its definition or one of its
-- indexes is read from. Rows of others that are as young are taken along: they cost a look.
--
-- What follows from the parent without a row of the heir's: the state of triggers, which an heir has of its
-- own where it is not the parent's; and whether it is tracked, which a comment on the parent may decide.

create or replace function pggit._with_heirs(
  p_transaction_id xid8,
  inout p_relations oid[],
  p_has_triggers boolean
)
language plpgsql
stable
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan
as $pggit$
declare
  v_age constant int := age(p_transaction_id::xid);
begin
  p_has_triggers := p_has_triggers
    or exists (
      select from pg_trigger t
      where t.tgrelid = any (p_relations) and t.tgname < 'RI_ConstraintTrigger_a_0'
        and age(t.xmin) <= v_age)
    or exists (
      select from pg_trigger t
      where t.tgrelid = any (p_relations) and t.tgname > 'RI_ConstraintTrigger_c_:'
        and age(t.xmin) <= v_age)
    or exists (
      select from unnest(p_relations) as r (oid)
      left join pggit.live_objects l on l.objid = r.oid and l.classid = 'pg_class'::regclass
      where l.object_id is null
        or pggit._comment('pg_class'::regclass, r.oid) ilike '%@pggit%'
        or pggit._definition_of(l.blob) ->> 'comment' ilike '%@pggit%');

  with recursive family (oid, is_heir, has_left) as (
    select r.oid, false, false from unnest(p_relations) as r (oid)
    union
    select c.oid, true, c.has_left
    from family f
    cross join lateral (
      select i.inhrelid, false from pg_inherits i where i.inhparent = f.oid
      union all
      select l.objid, true from pggit.live_objects l
      where l.parent_objid = f.oid and l.kind in ('table', 'foreign table')
        and not exists (
          select from pg_inherits i where i.inhrelid = l.objid and i.inhparent = f.oid)
    ) c (oid, has_left)
  )
  select array_agg(distinct f.oid) into p_relations
  from family f
  where not f.is_heir
    or f.has_left
    or p_has_triggers
    or (select age(c.xmin) <= v_age from pg_class c where c.oid = f.oid)
    or exists (
      select from pg_attribute a where a.attrelid = f.oid and age(a.xmin) <= v_age)
    or exists (
      select from pg_inherits i where i.inhrelid = f.oid and age(i.xmin) <= v_age)
    or exists (
      select from pg_constraint k where k.conrelid = f.oid and age(k.xmin) <= v_age)
    or exists (
      select from pg_trigger t where t.tgrelid = f.oid and age(t.xmin) <= v_age)
    or exists (
      select from pg_index x
      join pg_class c on c.oid = x.indexrelid
      where x.indrelid = f.oid and (age(x.xmin) <= v_age or age(c.xmin) <= v_age));
end
$pggit$;

comment on function pggit._with_heirs(xid8, oid[], boolean) is
  'Relations with those of their partitions and heirs that this transaction may have changed.';
