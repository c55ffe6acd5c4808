-- From what the events named to what may have changed. Events are hints: ADD COLUMN ... UNIQUE makes
-- an index no event names, ALTER TABLE reaches partitions and owned sequences, DETACH names only the
-- parent, GRANT names nothing at all. What lives on a relation is found in the catalog and, for what
-- has left it, in what pggit last saw.

create or replace function pggit._expand(
  p_transaction_id xid8,
  inout p_classids oid[],
  inout p_objids oid[]
)
language plpgsql
stable
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan
as $pggit$
declare
  v_relations oid[];
  v_has_types boolean;
  v_has_heirs boolean;
begin
  -- Most commands name none of these.
  if 0 = any (p_objids) or p_classids && array[
    'pg_extension'::regclass, 'pg_publication_rel'::regclass, 'pg_publication_namespace'::regclass,
    'pg_type'::regclass, 'pg_constraint'::regclass]::oid[]
  then
    if 0 = any (p_objids) then
      select array_agg(a.classid), array_agg(a.objid) into p_classids, p_objids
      from (
        select u.classid, u.objid from unnest(p_classids, p_objids) as u (classid, objid)
        where u.objid <> 0
        union
        select g.classid, g.objid from pggit._granted_objects(p_transaction_id) g
      ) a;
    end if;

    if 'pg_extension'::regclass = any (p_classids) then
      select x.p_classids, x.p_objids into p_classids, p_objids
      from pggit._expand_extensions(p_transaction_id, p_classids, p_objids) x;
    end if;

    -- What is dropped takes itself out of publications, of which no event tells more.
    if 'pg_publication_rel'::regclass = any (p_classids)
      or 'pg_publication_namespace'::regclass = any (p_classids)
    then
      select p_classids || array_agg(p.tableoid), p_objids || array_agg(p.oid)
      into p_classids, p_objids
      from pg_publication p;
    end if;

    -- A multirange type is a part of its range type.
    if 'pg_type'::regclass = any (p_classids) then
      select p_classids || array_agg(u.classid), p_objids || array_agg(g.rngtypid)
      into p_classids, p_objids
      from unnest(p_classids, p_objids) as u (classid, objid)
      join pg_range g on u.classid = 'pg_type'::regclass and g.rngmultitypid = u.objid;
    end if;

    -- A comment on a constraint of a domain names the constraint.
    if 'pg_constraint'::regclass = any (p_classids) then
      select p_classids || array_agg('pg_type'::regclass::oid), p_objids || array_agg(k.contypid)
      into p_classids, p_objids
      from unnest(p_classids, p_objids) as u (classid, objid)
      join pg_constraint k on u.classid = 'pg_constraint'::regclass and k.oid = u.objid
      where k.contypid <> 0;
    end if;
  end if;

  -- Relations named, or meant by an index of theirs.
  select array_agg(distinct r.oid), bool_or(c.relkind = 'c'), bool_or(c.relhassubclass)
  into v_relations, v_has_types, v_has_heirs
  from unnest(p_classids, p_objids) as u (classid, objid)
  cross join lateral (
    select u.objid
    union all
    select i.indrelid from pg_index i where i.indexrelid = u.objid
    union all
    -- A dropped index may have been what its table clusters on.
    select l.parent_objid from pggit.live_objects l
    where l.objid = u.objid and l.classid = u.classid and l.kind = 'index'
  ) r (oid)
  left join pg_class c on c.oid = r.oid
  -- Nothing lives on an index or a sequence.
  where u.classid = 'pg_class'::regclass and (c.relkind in ('i', 'S')) is not true;

  if v_has_types or p_classids && array[
    'pg_trigger'::regclass, 'pg_type'::regclass, 'pg_rewrite'::regclass, 'pg_constraint'::regclass,
    'pg_attrdef'::regclass]::oid[]
  then
    select v_relations || array_agg(distinct p.oid), v_has_heirs or bool_or(c.relhassubclass)
    into v_relations, v_has_heirs
    from pggit._relations_of_parts(p_classids, p_objids) p (oid)
    left join pg_class c on c.oid = p.oid;
  end if;
  if v_relations is null then
    return;
  end if;

  if v_has_heirs then
    v_relations := pggit._with_heirs(
      p_transaction_id, v_relations, 'pg_trigger'::regclass = any (p_classids));
  end if;

  select array_agg(a.classid), array_agg(a.objid) into p_classids, p_objids
  from (
    select u.classid, u.objid from unnest(p_classids, p_objids) as u (classid, objid)
    union
    select
      case when c.relkind = 'c' then 'pg_type'::regclass else 'pg_class'::regclass end,
      case when c.relkind = 'c' then c.reltype else c.oid end
    from pg_class c where c.oid = any (v_relations)
    union
    select 'pg_class'::regclass, i.indexrelid from pg_index i where i.indrelid = any (v_relations)
    union
    -- The names left out are those of the internal triggers that each foreign key puts on the table it
    -- refers to: a table may have thousands of them.
    select 'pg_trigger'::regclass, t.oid
    from pg_trigger t
    where t.tgrelid = any (v_relations) and t.tgname < 'RI_ConstraintTrigger_a_0'
      and not t.tgisinternal
    union
    select 'pg_trigger'::regclass, t.oid
    from pg_trigger t
    where t.tgrelid = any (v_relations) and t.tgname > 'RI_ConstraintTrigger_c_:'
      and not t.tgisinternal
    union
    select 'pg_rewrite'::regclass, w.oid
    from pg_rewrite w where w.ev_class = any (v_relations) and w.rulename <> '_RETURN'
    union
    select 'pg_policy'::regclass, p.oid from pg_policy p where p.polrelid = any (v_relations)
    union
    select 'pg_statistic_ext'::regclass, x.oid
    from pg_statistic_ext x where x.stxrelid = any (v_relations)
    union
    -- Sequences owned by a relation that pggit does not know; those of a known one are known, or the
    -- command that made them named them. They are found among everything that depends on a column.
    select d.classid, d.objid
    from (
      select r.oid from unnest(v_relations) as r (oid)
      where (
        select true from pggit.live_objects l
        where l.objid = r.oid and l.classid = 'pg_class'::regclass limit 1) is null
      offset 0
    ) r
    cross join lateral (
      select p.classid, p.objid from pg_depend p
      where p.refclassid = 'pg_class'::regclass and p.refobjid = r.oid
        and p.refobjsubid > 0 and p.classid = 'pg_class'::regclass and p.deptype in ('a', 'i')
      offset 0
    ) d
    union
    -- Of partitions only those that have left.
    select l.classid, l.objid from pggit.live_objects l
    where l.parent_objid = any (v_relations)
      and (l.kind not in ('table', 'foreign table') or not exists (
        select from pg_inherits i where i.inhrelid = l.objid and i.inhparent = l.parent_objid))
  ) a;
end
$pggit$;

comment on function pggit._expand(xid8, oid[], oid[]) is
  'Widens the marked addresses to everything the commands may have changed.';
