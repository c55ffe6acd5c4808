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
set quote_all_identifiers = off
as $pggit$
declare
  -- After a restore the known addresses are those of another catalog.
  v_bound constant boolean := exists (
    select from pggit.settings s
    where s.name = 'catalog' and s.value = pggit._catalog_identity());
  v_tracking constant pggit._tracking := pggit._tracking_configuration();
  r_batch record;
  v_scanned pggit._description[];
  v_unread boolean[];
begin
  for r_batch in select b.kind, b.catalog, b.oids from pggit._scan_batches() b loop
    select array_agg(d), array_agg(d.definition is null) into v_scanned, v_unread
    from pggit._describe(array[r_batch.catalog], r_batch.oids, r_batch.kind) d;
    if true = any (v_unread) then
      v_scanned := array(
        select row(
          coalesce(s.kind, l.kind, i.type), s.classid, s.objid, coalesce(s.schema_name, (parse_ident(i.schema))[1]),
          coalesce(s.identity, l.identity, i.identity), s.parent_objid, s.column_names,
          coalesce(s.definition, jsonb_build_object('comment', pggit._comment(s.classid, s.objid)))
        )::pggit._description
        from unnest(v_scanned) with ordinality as s
          (kind, classid, objid, schema_name, identity, parent_objid, column_names, definition, n)
        left join lateral pg_identify_object(s.classid, s.objid, 0) i on s.definition is null
        left join pggit.live_objects l
          on s.definition is null and v_bound and l.objid = s.objid and l.classid = s.classid
        order by s.n);
    end if;

    return query
    select s.kind, s.identity, s.classid, s.objid, s.column_names,
      case when s.is_unread then l.blob else pggit._blob_hash(s.kind, s.definition) end,
      s.rule, s.is_unread
    from unnest(v_scanned, pggit._ignore_rules(v_scanned, v_tracking), v_unread) as s
      (kind, classid, objid, schema_name, identity, parent_objid, column_names, definition, rule,
       is_unread)
    left join pggit.live_objects l
      on s.is_unread and v_bound and l.objid = s.objid and l.classid = s.classid
    -- What was dropped while it was waited for has no name any more.
    where s.identity is not null;
  end loop;
end
$pggit$;

comment on function pggit._scan_with_rules() is
  'Every object of the database with its blob hash and the rule that keeps it from being tracked.';
