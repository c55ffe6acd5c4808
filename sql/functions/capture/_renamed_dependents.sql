-- A new name shows in other objects' text: foreign keys, views, defaults, signatures. Given objects
-- as described now, returns the addresses of what depends on those whose name, schema, column names
-- or labels are not the ones pggit knows, each with the object that was renamed. A schema whose tracking
-- directive is another one reaches all it holds in the same way.
--
-- p_unknown_classids, p_unknown_objids: altered objects pggit does not track (an ignored table, an
-- operator, a member of an extension), which may have been renamed for all it knows.

create or replace function pggit._renamed_dependents(
  p_described pggit._description[],
  p_unknown_classids oid[],
  p_unknown_objids oid[]
)
returns table (classid oid, objid oid, caused_by uuid)
language plpgsql
stable
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan
as $pggit$
declare
  v_classids oid[];
  v_objids oid[];
  v_causes uuid[];
begin
  select array_agg(d.classid), array_agg(d.objid), array_agg(l.object_id)
  into v_classids, v_objids, v_causes
  from unnest(p_described) d
  join pggit.live_objects l on l.objid = d.objid and l.classid = d.classid
  where l.identity <> d.identity
    or (l.column_names <> d.column_names and exists (
      select from unnest(l.column_names, d.column_names) as c (old_name, new_name)
      where c.old_name <> c.new_name))
    or (d.kind = 'schema'
      and pggit._directive(d.definition ->> 'comment')
        is distinct from pggit._directive(pggit._definition_of(l.blob) ->> 'comment'))
    or (d.kind = 'extension'
      and d.definition - 'comment' <> pggit._definition_of(l.blob) - 'comment')
    or (d.kind = 'range type'
      and d.definition -> 'multirange' ->> 'name'
        <> pggit._definition_of(l.blob) -> 'multirange' ->> 'name')
    or (d.kind = 'enum'
      and not d.definition -> 'labels' @> (pggit._definition_of(l.blob) -> 'labels'));
  v_classids := v_classids || p_unknown_classids;
  v_objids := v_objids || p_unknown_objids;
  if v_objids is null then
    return;
  end if;

  return query
  with altered (classid, objid, cause) as (
    select * from unnest(v_classids, v_objids, v_causes)
  ),
  -- An extension that moves takes its members along.
  renamed (classid, objid, cause) as (
    select * from altered
    union all
    select d.classid, d.objid, a.cause
    from altered a
    join pg_depend d
      on d.refclassid = a.classid and d.refobjid = a.objid and d.deptype = 'e'
    where a.classid = 'pg_extension'::regclass
  ),
  -- Columns of a table's row type depend on the type, not on the table; likewise for array types and
  -- the multirange type of a range.
  named (classid, objid, cause) as (
    select * from renamed
    union all
    select 'pg_type'::regclass, t.oid, r.cause
    from renamed r
    join pg_class c on r.classid = 'pg_class'::regclass and c.oid = r.objid
    join pg_type b on b.oid = c.reltype
    cross join lateral (values (b.oid), (b.typarray)) as t (oid)
    union all
    select 'pg_type'::regclass, b.typarray, r.cause
    from renamed r
    join pg_type b on r.classid = 'pg_type'::regclass and b.oid = r.objid
    where b.typarray <> 0
    union all
    select 'pg_type'::regclass, t.oid, r.cause
    from renamed r
    join pg_range g on r.classid = 'pg_type'::regclass and g.rngtypid = r.objid
    join pg_type m on m.oid = g.rngmultitypid
    cross join lateral (values (m.oid), (m.typarray)) as t (oid)
  )
  select distinct on (a.classid, a.objid) a.classid, a.objid, n.cause
  from named n
  join pg_depend d on d.refclassid = n.classid and d.refobjid = n.objid
  cross join lateral (
    -- The rule behind a view stands for the view, any other one for itself.
    select
      case when w.rulename = '_RETURN' then 'pg_class'::regclass::oid else d.classid end,
      case when w.rulename = '_RETURN' then w.ev_class else w.oid end
    from pg_rewrite w where d.classid = 'pg_rewrite'::regclass and w.oid = d.objid
    union all
    select
      case when k.conrelid <> 0 then 'pg_class'::regclass::oid else 'pg_type'::regclass::oid end,
      case when k.conrelid <> 0 then k.conrelid else k.contypid end
    from pg_constraint k where d.classid = 'pg_constraint'::regclass and k.oid = d.objid
    union all
    select 'pg_class'::regclass::oid, f.adrelid
    from pg_attrdef f where d.classid = 'pg_attrdef'::regclass and f.oid = d.objid
    union all
    select 'pg_type'::regclass::oid, g.rngtypid
    from pg_range g where d.classid = 'pg_type'::regclass and g.rngmultitypid = d.objid
    union all
    select 'pg_publication'::regclass::oid, e.prpubid
    from pg_publication_rel e where d.classid = 'pg_publication_rel'::regclass and e.oid = d.objid
    union all
    select 'pg_publication'::regclass::oid, e.pnpubid
    from pg_publication_namespace e
    where d.classid = 'pg_publication_namespace'::regclass and e.oid = d.objid
    union all
    -- A composite type is known by its type, not by the relation behind it.
    select 'pg_type'::regclass::oid, k.reltype
    from pg_class k where d.classid = 'pg_class'::regclass and k.oid = d.objid and k.relkind = 'c'
    union all
    select d.classid, d.objid
    where not exists (
      select from pg_class k where d.classid = 'pg_class'::regclass and k.oid = d.objid
        and k.relkind = 'c')
    and d.classid not in (
      'pg_rewrite'::regclass, 'pg_constraint'::regclass, 'pg_attrdef'::regclass,
      'pg_publication_rel'::regclass, 'pg_publication_namespace'::regclass)
  ) a (classid, objid)
  where (a.classid, a.objid) not in (select r.classid, r.objid from renamed r);
end
$pggit$;

comment on function pggit._renamed_dependents(pggit._description[], oid[], oid[]) is
  'What depends on those of the given objects that were or may have been renamed, with the renamed object.';
