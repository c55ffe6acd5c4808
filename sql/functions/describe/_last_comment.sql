-- An object's comment; of one that is gone, the comment that pggit last saw.

create or replace function pggit._last_comment(p_classid oid, p_objid oid)
returns text
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $pggit$
declare
  v_comment constant text := pggit._comment(p_classid, p_objid);
begin
  if v_comment is null and (pg_identify_object(p_classid, p_objid, 0)).identity is null then
    return (
      select pggit._definition_of(l.blob) ->> 'comment'
      from pggit.live_objects l
      where l.objid = p_objid and l.classid = p_classid
      limit 1);
  end if;
  return v_comment;
end
$pggit$;

comment on function pggit._last_comment(oid, oid) is
  'The comment on an object, also where the object is gone; null for none.';
