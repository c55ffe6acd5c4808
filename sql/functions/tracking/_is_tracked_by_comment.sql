-- Whether a comment says to track an object, which outranks ignored operations: its own, else that of
-- the table it lives on, else its schema's.

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
  v_directive text := pggit._directive(pggit._comment(p_classid, p_objid));
  v_relation oid;
begin
  if v_directive is null then
    select r.oid into v_relation
    from (
      select i.indrelid from pg_index i
      where p_classid = 'pg_class'::regclass and i.indexrelid = p_objid
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
    ) r (oid);
    v_directive := pggit._directive(pggit._comment('pg_class'::regclass, v_relation));
  end if;
  if v_directive is null and p_tracking.comment_tracks is not null then
    -- A trigger, rule or policy is in the schema of its relation.
    return coalesce(coalesce(
      (pg_identify_object(p_classid, p_objid, 0)).schema,
      (pg_identify_object('pg_class'::regclass, v_relation, 0)).schema)
      = any (p_tracking.comment_tracks), false);
  end if;
  return coalesce(v_directive = 'track', false);
end
$pggit$;

comment on function pggit._is_tracked_by_comment(oid, oid, pggit._tracking) is
  'Whether the comment of an object, its table or its schema says to track it.';
