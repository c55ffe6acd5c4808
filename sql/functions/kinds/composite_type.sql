-- Describes composite types made by CREATE TYPE. The row type of a table or view is part of that.

create or replace function pggit._describe_composite_type(p_oids oid[])
returns setof pggit._description
language plpgsql
stable
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan
as $pggit$
begin
  return query
  select
    'composite type',
    'pg_type'::regclass::oid,
    t.oid,
    s.name::text,
    format('%s.%I', s.quoted_name, t.typname),
    null::oid,
    rc.column_names,
    jsonb_strip_nulls(jsonb_build_object(
      'format_version', 1,
      'owner', pg_get_userbyid(t.typowner),
      'comment', pggit._comment('pg_type'::regclass, t.oid),
      'privileges', pggit._privileges(t.typacl, 'T', t.typowner),
      'columns', coalesce(rc.columns, '{}'::jsonb),
      'column_order', coalesce(rc.column_order, '[]'::jsonb)
    ))
  from pg_type t
  join pg_class c on c.oid = t.typrelid and c.relkind = 'c'
  join pggit.user_schemas s on s.oid = t.typnamespace
  left join pggit._relation_columns(array(
    select r.typrelid from pg_type r where r.oid = any (p_oids))) rc on rc.relation = c.oid
  where t.oid = any (p_oids);
end
$pggit$;

comment on function pggit._describe_composite_type(oid[]) is
  'Describes the given composite types: their attributes in order.';
