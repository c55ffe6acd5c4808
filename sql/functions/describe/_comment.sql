-- An object's comment. obj_description() is an SQL function that the server plans anew for every
-- call, at twenty times the cost of the lookup.

create or replace function pggit._comment(p_classid oid, p_objid oid, p_objsubid int default 0)
returns text
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $pggit$
begin
  return (
    select d.description from pg_description d
    where d.objoid = p_objid and d.classoid = p_classid and d.objsubid = p_objsubid
  );
end
$pggit$;

comment on function pggit._comment(oid, oid, int) is
  'The comment on an object or a column; null for none.';
