-- Where the catalog and the live state differ, by a full scan, and what could not be compared because
-- somebody has it locked: its change is `unread`. Writes nothing. After a restore the known oids mean
-- nothing, so objects are found by name alone until the live state is bound again.

create or replace function pggit._drift()
returns table (
  change text, kind text, identity text, previous_identity text, classid oid, objid oid)
language plpgsql
stable
set search_path = pg_catalog, pg_temp
set quote_all_identifiers = off
as $pggit$
declare
  v_bound constant boolean := exists (
    select from pggit.settings s
    where s.name = 'catalog' and s.value = pggit._catalog_identity());
begin
  return query
  with scanned as materialized (
    select * from pggit._scan_with_rules()
  ),
  by_address as (
    select s.*, l.object_id
    from scanned s
    join pggit.live_objects l
      on v_bound and l.objid = s.objid and l.classid = s.classid and l.kind = s.kind
  ),
  matched as (
    select a.* from by_address a
    union all
    select s.*, l.object_id
    from scanned s
    left join pggit.live_objects l
      on l.kind = s.kind and l.identity = s.identity
      and not exists (select from by_address b where b.object_id = l.object_id)
    where not exists (
      select from by_address b where b.objid = s.objid and b.classid = s.classid)
  )
  select
    case
      when m.is_unread then 'unread'
      when l.object_id is null then 'added'
      when m.rule is not null then 'untracked'
      when m.objid is null then 'removed'
      when l.identity <> m.identity then 'renamed'
      else 'changed'
    end,
    coalesce(m.kind, l.kind),
    coalesce(m.identity, l.identity),
    case when l.identity <> m.identity then l.identity end,
    coalesce(m.classid, l.classid),
    coalesce(m.objid, l.objid)
  from matched m
  full join pggit.live_objects l on l.object_id = m.object_id
  where case
    when m.rule is not null then l.object_id is not null
    when m.is_unread then true
    when l.object_id is null or m.objid is null then true
    else l.identity <> m.identity or l.blob <> m.blob
  end;
end
$pggit$;

comment on function pggit._drift() is
  'Where the catalog and the live state differ, by a full scan, or could not be compared (change unread); writes nothing.';
