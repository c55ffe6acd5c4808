-- Whether a role may have the rows of a table linked: every reader of pggit sees what links say of them, so
-- it needs what a trigger of its own would need that copies them. A role that can become the table's owner
-- may; null stands for nobody in particular, who may.

create or replace function pggit._may_watch(p_role name, p_relation oid)
returns boolean
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $pggit$
begin
  return p_role is null or exists (
    select from pg_roles r
    join pg_class c on c.oid = p_relation
    where r.rolname = p_role
      and (pg_has_role(r.oid, c.relowner, 'member')
        or has_schema_privilege(r.oid, c.relnamespace, 'usage')
          and has_table_privilege(r.oid, c.oid, 'select')
          and has_table_privilege(r.oid, c.oid, 'trigger')
          and (r.rolbypassrls or not c.relrowsecurity)));
end
$pggit$;

comment on function pggit._may_watch(name, oid) is
  'Whether a role could put a trigger on a table that copies all its rows; true for null.';
