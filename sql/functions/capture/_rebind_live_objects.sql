-- After a restore or a major upgrade every oid is another one. pggit knows its catalog by the oid of
-- its own schema: when that has changed, the live state is bound to the catalog again by kind and
-- identity, which is no change to anything. What is not found keeps no address and shows as drift.

create or replace function pggit._rebind_live_objects()
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan
as $pggit$
declare
  v_catalog constant jsonb := to_jsonb('pggit'::regnamespace::oid::bigint);
begin
  if exists (
    select from pggit.settings s where s.name = 'catalog' and s.value = v_catalog
  ) then
    return;
  end if;

  update pggit.live_objects l
  set classid = coalesce(d.classid, l.classid),
      objid = coalesce(d.objid, 0),
      parent_objid = d.parent_objid,
      column_names = coalesce(d.column_names, l.column_names),
      column_ids = coalesce(
        pggit._assign_column_ids(d.column_names, l.column_names, l.column_ids, false), l.column_ids)
  from pggit.live_objects k
  left join pggit._scan() d on d.kind = k.kind and d.identity = k.identity
  where l.object_id = k.object_id;

  insert into pggit.settings (name, value) values ('catalog', v_catalog)
  on conflict (name) do update set value = excluded.value;
end
$pggit$;

comment on function pggit._rebind_live_objects() is
  'Binds the live state to the catalog again by kind and identity when oids are not the ones it knew.';
