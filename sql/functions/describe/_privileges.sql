-- Privileges as {grantee: [privilege, ...]}. Null when they are what the owner's defaults give, whether
-- the catalog spells those out or not: the two are the same state.

create or replace function pggit._privileges(
  p_acl aclitem[],
  p_object_type "char",
  p_owner oid
)
returns jsonb
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $pggit$
declare
  v_default aclitem[];
begin
  if p_acl is null then
    return null;
  end if;
  v_default := acldefault(p_object_type, p_owner);
  if p_acl @> v_default and v_default @> p_acl then
    return null;
  end if;
  return pggit._privileges_by_grantee(p_acl, p_owner);
end
$pggit$;

comment on function pggit._privileges(aclitem[], "char", oid) is
  'Privileges as {grantee: [privilege, ...]}; null when they equal the defaults of the owner.';
