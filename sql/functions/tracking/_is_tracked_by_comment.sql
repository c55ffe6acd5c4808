-- Whether a comment says to track an object, which outranks ignored operations: its own, else that of
-- the table it lives on or is a partition of, else its schema's. What a command has dropped had the comments
-- that pggit last saw.

create or replace function pggit._is_tracked_by_comment(
  p_classid oid,
  p_objid oid,
  p_tracking pggit._tracking
)
returns boolean
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $pggit$
declare
  v_directive text := pggit._directive(pggit._last_comment(p_classid, p_objid));
  v_relation oid;
  v_schema text;
begin
  if v_directive is null then
    select r.oid into v_relation
    from (
      select i.indrelid from pg_index i
      where p_classid = 'pg_class'::regclass and i.indexrelid = p_objid
      union all
      select i.inhparent
      from pg_class c
      join pg_inherits i on i.inhrelid = c.oid
      where p_classid = 'pg_class'::regclass and c.oid = p_objid and c.relispartition
        and c.relkind in ('r', 'p', 'f')
      union all
      select d.refobjid
      from pg_class c
      join pg_depend d on d.classid = 'pg_class'::regclass and d.objid = c.oid
      where p_classid = 'pg_class'::regclass and c.oid = p_objid and c.relkind = 'S'
        and d.refclassid = 'pg_class'::regclass and d.refobjsubid > 0 and d.deptype in ('a', 'i')
      union all
      select t.tgrelid from pg_trigger t
      where p_classid = 'pg_trigger'::regclass and t.oid = p_objid
      union all
      select w.ev_class from pg_rewrite w
      where p_classid = 'pg_rewrite'::regclass and w.oid = p_objid
      union all
      select p.polrelid from pg_policy p
      where p_classid = 'pg_policy'::regclass and p.oid = p_objid
      union all
      select x.stxrelid from pg_statistic_ext x
      where p_classid = 'pg_statistic_ext'::regclass and x.oid = p_objid
      union all
      select l.parent_objid from pggit.live_objects l
      where l.objid = p_objid and l.classid = p_classid
        and (pg_identify_object(p_classid, p_objid, 0)).identity is null
    ) r (oid)
    limit 1;
    select pggit._directive(pggit._last_comment('pg_class'::regclass, a.relation)) into v_directive
    from unnest(pggit._relations_above(v_relation)) with ordinality as a (relation, n)
    where pggit._directive(pggit._last_comment('pg_class'::regclass, a.relation)) is not null
    order by a.n
    limit 1;
  end if;
  if v_directive is not null then
    return v_directive = 'track';
  end if;

  -- A trigger, rule or policy is in the schema of its relation. The name comes as it stands in SQL.
  v_schema := coalesce(
    (parse_ident((pg_identify_object(p_classid, p_objid, 0)).schema))[1],
    (parse_ident((pg_identify_object('pg_class'::regclass, v_relation, 0)).schema))[1],
    (select l.schema_name from pggit.live_objects l
     where l.objid = p_objid and l.classid = p_classid limit 1));
  return coalesce(v_schema = any (p_tracking.comment_tracks), false) or exists (
    select from pggit.live_objects l
    where l.kind = 'schema' and l.identity = quote_ident(v_schema)
      and pggit._directive(pggit._definition_of(l.blob) ->> 'comment') = 'track'
      and not exists (select from pg_namespace n where n.oid = l.objid));
end
$pggit$;

comment on function pggit._is_tracked_by_comment(oid, oid, pggit._tracking) is
  'Whether the comment of an object, its table or its schema says to track it.';
