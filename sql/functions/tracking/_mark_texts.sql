-- What ignore patterns are compared with for a command: its tag alone, with what it named, and with the
-- relation that lives on. What is gone, or locked, has the name that pggit knows it by. A GRANT or REVOKE names
-- nothing (p_objid 0): its tag stands alone, and with the blank that `GRANT %` has.

create or replace function pggit._mark_texts(p_command_tag text, p_classid oid, p_objid oid)
returns text[]
language plpgsql
stable
set search_path = pg_catalog, pg_temp
set quote_all_identifiers = off
as $pggit$
declare
  v_kind text;
  v_identity text;
  v_parent_objid oid;
begin
  if p_objid = 0 then
    return array[p_command_tag, p_command_tag || ' '];
  end if;
  select d.kind, d.identity, d.parent_objid into v_kind, v_identity, v_parent_objid
  from pggit._describe(array[p_classid], array[p_objid]) d where d.kind is not null;
  if v_identity is null then
    select l.kind, l.identity, l.parent_objid into v_kind, v_identity, v_parent_objid
    from pggit.live_objects l where l.objid = p_objid and l.classid = p_classid;
  end if;
  v_identity := coalesce(v_identity, (pg_identify_object(p_classid, p_objid, 0)).identity);
  if v_identity is null then
    return array[p_command_tag];
  end if;
  return array[p_command_tag]
    || pggit._object_texts(v_kind, v_identity, v_parent_objid, p_command_tag)
    || array(
    select format('%s %s', p_command_tag, l.identity)
    from pggit.live_objects l
    where l.objid = any (pggit._relations_above(v_parent_objid)) and l.classid = 'pg_class'::regclass);
end
$pggit$;

comment on function pggit._mark_texts(text, oid, oid) is
  'The texts that ignore patterns are compared with for a command and an object it named.';
