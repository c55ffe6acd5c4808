-- After a restore or a major upgrade every oid is another one. pggit knows its catalog by the oids of
-- its own schema and tables: when they have changed, the live state is bound to the catalog again by
-- kind and identity, which is no change to anything. What is not found keeps no address and shows as drift.

create or replace function pggit._rebind_live_objects()
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan
set enable_hashjoin = on
as $pggit$
declare
  -- Addresses of what was not found: oids no catalog has reached, each another one.
  v_nowhere constant bigint := 4200000000;
  v_catalog constant jsonb := pggit._catalog_identity();
begin
  -- What has been looked at once in a session is not looked at again.
  perform set_config('pggit.bound_to', 'pggit.live_objects'::regclass::oid::text, false);
  if exists (
    select from pggit.settings s where s.name = 'catalog' and s.value = v_catalog
  ) then
    return;
  end if;

  update pggit.live_objects l
  set classid = coalesce(d.classid, l.classid),
      objid = coalesce(d.objid, (v_nowhere + row_number)::oid),
      parent_objid = d.parent_objid,
      column_names = c.p_known_names,
      column_ids = nullif(c.p_known_ids, c.p_known_names)
  from (select o.*, row_number() over () from pggit.live_objects o) k
  left join pggit._scan() d on d.kind = k.kind and d.identity = k.identity
  cross join lateral pggit._rebind_columns(
    d.column_names, k.column_names, coalesce(k.column_ids, k.column_names)) c
  where l.object_id = k.object_id;

  -- What was renamed before anything else happened: the one object left of its kind and definition on
  -- both sides.
  update pggit.live_objects l
  set classid = p.classid, objid = p.objid, parent_objid = p.parent_objid,
      column_names = p.p_known_names, column_ids = nullif(p.p_known_ids, p.p_known_names)
  from (
    select u.object_id, d.classid, d.objid, d.parent_objid, c.p_known_names, c.p_known_ids,
      count(*) over (partition by u.kind, u.blob) as pairs
    from pggit.live_objects u
    join pggit._scan() d on d.kind = u.kind and pggit._blob_hash(d.kind, d.definition) = u.blob
    cross join lateral pggit._rebind_columns(
      d.column_names, u.column_names, coalesce(u.column_ids, u.column_names)) c
    where u.objid > v_nowhere::oid
      and not exists (
        select from pggit.live_objects o where o.objid = d.objid and o.classid = d.classid)
  ) p
  where p.pairs = 1 and l.object_id = p.object_id;

  update pggit.watched_tables w set relation = pggit._relation_named(w.source) where w.attached;

  insert into pggit.settings (name, value) values ('catalog', v_catalog)
  on conflict (name) do update set value = excluded.value;
end
$pggit$;

comment on function pggit._rebind_live_objects() is
  'Binds the live state to the catalog again by kind and identity when oids are not the ones it knew.';
