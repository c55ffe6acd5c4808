-- Why an object of the catalog is nothing that pggit could track, in words; null for one that it could.

create or replace function pggit._outside_of_tracking(p_classid oid, p_objid oid)
returns text
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $pggit$
declare
  v_schema constant text := (pg_identify_object(p_classid, p_objid, 0)).schema;
begin
  return case
    when v_schema = 'pggit' or p_classid = 'pg_namespace'::regclass
      and p_objid = 'pggit'::regnamespace or p_classid = 'pg_event_trigger'::regclass then
      'part of pggit'
    when v_schema ~ '^pg_(toast_)?temp' then 'temporary object'
    when p_objid < 16384 and not (p_classid = 'pg_namespace'::regclass
      and exists (select from pggit.user_schemas s where s.oid = p_objid)) then
      'part of PostgreSQL'
    else coalesce((
      select format('member of extension %I', x.extname)
      from pg_depend e
      join pg_extension x on x.oid = e.refobjid
      where e.classid = p_classid and e.objid = p_objid
        and e.refclassid = 'pg_extension'::regclass and e.deptype = 'e'),
      'of a kind that pggit does not model')
  end;
end
$pggit$;

comment on function pggit._outside_of_tracking(oid, oid) is
  'Why an object that pggit does not describe is none it could track.';
