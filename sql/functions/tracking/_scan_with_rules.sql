-- Every object of the database with the rule that keeps it from being tracked, null for a tracked one.
-- An object that is locked by somebody is taken as pggit knows it.

create or replace function pggit._scan_with_rules()
returns table (
  kind text, identity text, classid oid, objid oid, column_names text[], blob bytea, rule text)
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $pggit$
declare
  v_tracking pggit._tracking := pggit._tracking_configuration();
begin
  return query
  select coalesce(d.kind, l.kind), coalesce(d.identity, l.identity), d.classid, d.objid, d.column_names,
    case when d.definition is null then l.blob else pggit._blob_hash(d.kind, d.definition) end,
    pggit._ignore_rule(
      d.schema_name, d.identity, d.parent_objid, d.definition ->> 'comment', v_tracking)
  from pggit._scan() d
  left join pggit.live_objects l
    on d.definition is null and l.objid = d.objid and l.classid = d.classid
  where d.definition is not null or l.object_id is not null;
end
$pggit$;

comment on function pggit._scan_with_rules() is
  'Every object of the database with its blob hash and the rule that keeps it from being tracked.';
