-- An access control list as {grantee: [privilege, ...]}, `*` for the right to grant it on. A grantor
-- other than the owner is part of the key, because REVOKE needs to know it.

create or replace function pggit._privileges_by_grantee(p_acl aclitem[], p_owner oid)
returns jsonb
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $pggit$
begin
  return (
    select coalesce(jsonb_object_agg(g.grantee, g.privileges), '{}'::jsonb)
    from (
      select
        case when a.grantee = 0 then 'PUBLIC' else quote_ident(pg_get_userbyid(a.grantee)) end
          || case when a.grantor <> p_owner
               then ' by ' || quote_ident(pg_get_userbyid(a.grantor)) else '' end as grantee,
        jsonb_agg(
          a.privilege_type || case when a.is_grantable then '*' else '' end
          order by a.privilege_type) as privileges
      from aclexplode(p_acl) a
      group by 1
    ) g
  );
end
$pggit$;

comment on function pggit._privileges_by_grantee(aclitem[], oid) is
  'An access control list as {grantee: [privilege, ...]}.';
