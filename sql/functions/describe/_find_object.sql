-- Where an object of this kind and identity may be: the address pggit knows it by, else every object
-- of the kind, because not every identity can be parsed back into a name.

create or replace function pggit._find_object(p_kind text, p_identity text)
returns table (classid oid, objid oid)
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $pggit$
begin
  return query
  select l.classid, l.objid from pggit.live_objects l
  where l.kind = p_kind and l.identity = p_identity
    and exists (
      select from pggit._describe(array[l.classid], array[l.objid]) d
      where d.kind = p_kind and d.identity = p_identity);
  if not found then
    return query
    select d.classid, d.objid from pggit._scan() d
    where d.kind = p_kind and d.identity = p_identity;
  end if;
end
$pggit$;

comment on function pggit._find_object(text, text) is
  'The catalog address of an object by kind and identity.';
