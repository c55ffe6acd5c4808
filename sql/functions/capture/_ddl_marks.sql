-- The marks of the running command, as rows for dirty_objects: for commands whose events need a closer
-- look, and for serializable transactions, which keep their marks elsewhere (_note_marks). For all others
-- _mark_ddl_commands writes the same without the detour.
--
-- GRANT and REVOKE name no object: the mark says in which catalog to look for the rows they wrote.

create or replace function pggit._ddl_marks(p_command_tag text, p_flush int)
returns setof pggit.dirty_objects
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan
as $pggit$
declare
  v_role constant text := coalesce(nullif(current_setting('role'), 'none'), session_user::text);
begin
  if p_command_tag = 'ALTER PUBLICATION' then
    -- The event names what was added to it.
    return query
    select pg_current_xact_id(), p_flush, 'pg_publication'::regclass::oid,
      coalesce(r.prpubid, n.pnpubid, c.objid), p_command_tag, v_role, clock_timestamp(), false,
      null::text
    from pg_event_trigger_ddl_commands() c
    left join pg_publication_rel r
      on c.classid = 'pg_publication_rel'::regclass and r.oid = c.objid
    left join pg_publication_namespace n
      on c.classid = 'pg_publication_namespace'::regclass and n.oid = c.objid
    where not c.in_extension;
  elsif p_command_tag = 'DROP OWNED' then
    -- Takes a role out of privileges, default privileges and policies, and drops its event triggers;
    -- events tell of some.
    return query
    select pg_current_xact_id(), p_flush, o.classid::oid, 0::oid, p_command_tag, v_role,
      clock_timestamp(), o.classid = 'pg_event_trigger'::regclass, null::text
    from unnest(array[
      'pg_attribute', 'pg_namespace', 'pg_proc', 'pg_type', 'pg_foreign_data_wrapper',
      'pg_foreign_server', 'pg_default_acl', 'pg_policy', 'pg_event_trigger']::regclass[])
      as o (classid);
  elsif p_command_tag in ('GRANT', 'REVOKE', 'ALTER DEFAULT PRIVILEGES') then
    return query
    select pg_current_xact_id(), p_flush, g.classid, 0::oid, p_command_tag, v_role, clock_timestamp(),
      false, null::text
    from pg_event_trigger_ddl_commands() c
    cross join lateral pggit._granted_catalog(c.object_type) as g (classid)
    where g.classid is not null
      and not c.in_extension;
  else
    return query
    select pg_current_xact_id(), p_flush, c.classid, c.objid, p_command_tag, v_role, clock_timestamp(),
      false, null::text
    from pg_event_trigger_ddl_commands() c
    where c.classid is not null
      and not c.in_extension
      and c.schema_name is distinct from 'pg_temp';
  end if;
end
$pggit$;

comment on function pggit._ddl_marks(text, int) is
  'The marks of the running command, for those that _mark_ddl_commands does not write by itself.';
