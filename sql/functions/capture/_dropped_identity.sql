-- The identity that a dropped object had, of the parts of its name as PostgreSQL gives them
-- (address_names of pg_event_trigger_dropped_objects); of a routine up to its arguments. Null where they
-- do not tell it.

create or replace function pggit._dropped_identity(p_classid oid, p_name text[])
returns text
language plpgsql
immutable
strict
set search_path = pg_catalog, pg_temp
set quote_all_identifiers = off
as $pggit$
begin
  return case
    when p_classid = 'pg_proc'::regclass then format('%I.%I(', p_name[1], p_name[2])
    when p_classid = 'pg_type'::regclass then
      format('%I.%I', (parse_ident(p_name[1], false))[1], (parse_ident(p_name[1], false))[2])
    when p_classid in ('pg_class'::regclass, 'pg_collation'::regclass, 'pg_statistic_ext'::regclass) then
      format('%I.%I', p_name[1], p_name[2])
    when p_classid in ('pg_trigger'::regclass, 'pg_rewrite'::regclass, 'pg_policy'::regclass) then
      format('%I on %I.%I', p_name[3], p_name[1], p_name[2])
    when p_classid in (
      'pg_namespace'::regclass, 'pg_extension'::regclass, 'pg_foreign_data_wrapper'::regclass,
      'pg_foreign_server'::regclass, 'pg_publication'::regclass) then
      quote_ident(p_name[1])
  end;
end
$pggit$;

comment on function pggit._dropped_identity(oid, text[]) is
  'The identity that a dropped object had, of a routine without its arguments; null where its name does not tell it.';
