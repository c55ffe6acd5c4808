-- Describes range types, each with the multirange type that comes with it. The constructors belong to
-- the types and are no objects.

create or replace function pggit._describe_range_type(p_oids oid[])
returns setof pggit._description
language plpgsql
stable
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan
as $pggit$
begin
  return query
  select
    'range type',
    'pg_type'::regclass::oid,
    t.oid,
    s.name::text,
    format('%s.%I', s.quoted_name, t.typname),
    null::oid,
    null::text[],
    jsonb_strip_nulls(jsonb_build_object(
      'format_version', 1,
      'owner', pg_get_userbyid(t.typowner),
      'comment', pggit._comment('pg_type'::regclass, t.oid),
      'privileges', pggit._privileges(t.typacl, 'T', t.typowner),
      'subtype', format_type(r.rngsubtype, null),
      'collation', case when r.rngcollation <> b.typcollation then
        r.rngcollation::regcollation::text end,
      'operator_class', (
        select format('%s.%I', c.opcnamespace::regnamespace, c.opcname)
        from pg_opclass c where c.oid = r.rngsubopc and not c.opcdefault),
      'canonical', nullif(r.rngcanonical::text, '-'),
      'subtype_diff', nullif(r.rngsubdiff::text, '-'),
      'multirange', jsonb_build_object(
        'name', format('%s.%I', m.typnamespace::regnamespace, m.typname),
        'comment', pggit._comment('pg_type'::regclass, m.oid),
        -- Servers before 17 let the two differ.
        'owner', case when m.typowner <> t.typowner then pg_get_userbyid(m.typowner) end,
        'privileges', pggit._privileges(m.typacl, 'T', m.typowner))
    ))
  from pg_type t
  join pg_range r on r.rngtypid = t.oid
  join pg_type b on b.oid = r.rngsubtype
  join pg_type m on m.oid = r.rngmultitypid
  join pggit.user_schemas s on s.oid = t.typnamespace
  where t.oid = any (p_oids)
    and t.typtype = 'r';
end
$pggit$;

comment on function pggit._describe_range_type(oid[]) is
  'Describes the given range types: subtype, functions, multirange type.';
