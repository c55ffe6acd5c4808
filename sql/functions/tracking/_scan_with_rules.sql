-- Every object of the database with the rule that keeps it from being tracked, null for a tracked one.

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
  select d.kind, d.identity, d.classid, d.objid, d.column_names,
    pggit._blob_hash(d.kind, d.definition),
    pggit._ignore_rule(
      d.schema_name, d.identity, d.parent_objid, d.definition ->> 'comment', v_tracking)
  from pggit._scan() d;
end
$pggit$;

comment on function pggit._scan_with_rules() is
  'Every object of the database with its blob hash and the rule that keeps it from being tracked.';
