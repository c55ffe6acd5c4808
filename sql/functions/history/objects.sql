-- Every object of a state with its definition: of the catalog as it is now, or as recorded at a ref. What
-- another session has locked comes with the definition that pggit knows it by.

create or replace function pggit.objects(ref text default 'live')
returns table (kind text, identity text, definition jsonb)
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $pggit$
declare
  v_tracking pggit._tracking;
  v_commit_id uuid;
  r_batch record;
  v_described pggit._description[];
begin
  if lower(objects.ref) is distinct from 'live' then
    v_commit_id := pggit._resolve_ref(objects.ref);
    return query
    select s.kind, s.new_identity, pggit._definition_of(s.new_blob)
    from (
      select distinct on (c.object_id) c.kind, c.new_identity, c.new_blob
      from pggit.changes c
      where c.commit_id in (select pggit._ancestors(v_commit_id))
      order by c.object_id, c.change_id desc
    ) s
    where s.new_identity is not null;
    return;
  end if;

  v_tracking := pggit._tracking_configuration();
  for r_batch in select b.kind, b.catalog, b.oids from pggit._scan_batches() b loop
    v_described := array(
      select row(
        coalesce(d.kind, l.kind), d.classid, d.objid, coalesce(d.schema_name, l.schema_name),
        coalesce(d.identity, l.identity), coalesce(d.parent_objid, l.parent_objid),
        coalesce(d.column_names, l.column_names),
        coalesce(d.definition, pggit._definition_of(l.blob)))::pggit._description
      from pggit._describe(array[r_batch.catalog], r_batch.oids, r_batch.kind) d
      left join pggit.live_objects l
        on d.definition is null and l.objid = d.objid and l.classid = d.classid);
    return query
    select d.kind, d.identity, d.definition
    from unnest(v_described) with ordinality as d
      (kind, classid, objid, schema_name, identity, parent_objid, column_names, definition, n)
    join unnest(pggit._ignore_rules(v_described, v_tracking)) with ordinality as r (rule, n)
      on r.n = d.n
    where r.rule is null and d.definition is not null;
  end loop;
end
$pggit$;

comment on function pggit.objects(text) is
'Every tracked object of a state, with its definition as structured JSON. In no particular order.

- `ref`: `live`, the default, reads the catalog, in which an object that another session has
  locked has the definition that pggit knows it by. Any other ref is as it was recorded.
- `kind`, `identity`: as in pggit.show(). `definition`: as of pggit.definition().';
