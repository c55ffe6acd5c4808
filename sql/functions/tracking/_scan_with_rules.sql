-- Every object of the database with the rule that keeps it from being tracked, null for a tracked one.
-- An object that somebody has locked cannot be read: it comes with the hash that pggit knows it by, null
-- for an unknown one, and with the name the catalog has for it.

create or replace function pggit._scan_with_rules()
returns table (
  kind text, identity text, classid oid, objid oid, column_names text[], blob bytea, rule text,
  is_unread boolean)
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $pggit$
declare
  v_tracking pggit._tracking := pggit._tracking_configuration();
  -- After a restore the known addresses are those of another catalog.
  v_bound constant boolean := exists (
    select from pggit.settings s
    where s.name = 'catalog' and s.value = pggit._catalog_identity());
begin
  return query
  select coalesce(d.kind, u.kind), coalesce(d.identity, u.identity), d.classid, d.objid,
    d.column_names,
    case when d.definition is null then u.blob else pggit._blob_hash(d.kind, d.definition) end,
    pggit._ignore_rule(
      coalesce(d.schema_name, u.schema_name), coalesce(d.identity, u.identity), d.parent_objid,
      case when d.definition is null then pggit._comment(d.classid, d.objid)
        else d.definition ->> 'comment' end,
      v_tracking),
    d.definition is null
  from pggit._scan() d
  left join lateral (
    select coalesce(l.kind, i.type) as kind, coalesce(l.identity, i.identity) as identity,
      i.schema as schema_name, l.blob
    from pg_identify_object(d.classid, d.objid, 0) i
    left join pggit.live_objects l on v_bound and l.objid = d.objid and l.classid = d.classid
    where d.definition is null
  ) u on true
  -- What was dropped while it was waited for has no name any more.
  where d.definition is not null or u.identity is not null;
end
$pggit$;

comment on function pggit._scan_with_rules() is
  'Every object of the database with its blob hash and the rule that keeps it from being tracked.';
