-- The catalog in which GRANT, REVOKE and ALTER DEFAULT PRIVILEGES on a type of object leave their mark.
-- The rights on columns live in pg_attribute, a large catalog: it is only searched when the client's
-- statement has the parenthesis that a list of columns needs, or when code between it and the event
-- trigger may have one.

create or replace function pggit._granted_catalog(p_object_type text)
returns oid
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $pggit$
declare
  v_context text;
begin
  if p_object_type = 'TABLE' and strpos(current_query(), '(') = 0 then
    get diagnostics v_context = pg_context;
    if strpos(substr(v_context, strpos(v_context, 'pggit._mark_ddl_commands()')), E'\n') = 0 then
      return 'pg_class'::regclass::oid;
    end if;
  end if;
  return (case p_object_type
    when 'TABLE' then 'pg_attribute'::regclass
    when 'SEQUENCE' then 'pg_class'::regclass
    when 'SCHEMA' then 'pg_namespace'::regclass
    when 'FUNCTION' then 'pg_proc'::regclass
    when 'PROCEDURE' then 'pg_proc'::regclass
    when 'ROUTINE' then 'pg_proc'::regclass
    when 'TYPE' then 'pg_type'::regclass
    when 'DOMAIN' then 'pg_type'::regclass
    when 'FOREIGN DATA WRAPPER' then 'pg_foreign_data_wrapper'::regclass
    when 'FOREIGN SERVER' then 'pg_foreign_server'::regclass
    -- The plurals are those of ALTER DEFAULT PRIVILEGES.
    when 'TABLES' then 'pg_default_acl'::regclass
    when 'SEQUENCES' then 'pg_default_acl'::regclass
    when 'FUNCTIONS' then 'pg_default_acl'::regclass
    when 'TYPES' then 'pg_default_acl'::regclass
    when 'SCHEMAS' then 'pg_default_acl'::regclass
    when 'LARGE OBJECTS' then 'pg_default_acl'::regclass
  end)::oid;
end
$pggit$;

comment on function pggit._granted_catalog(text) is
  'The catalog whose rows GRANT and REVOKE on this type of object change; null when pggit tracks none.';
