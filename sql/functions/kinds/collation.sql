-- Describes collations. The version of the library that gives the order (ALTER COLLATION ... REFRESH
-- VERSION writes it) is left out: it is a property of the machine the server runs on, and the same
-- migrations must give the same definition on two of them. Columns of pg_collation that a server does
-- not have yet are read by name from the row as JSON.

create or replace function pggit._describe_collation(p_oids oid[])
returns setof pggit._description
language plpgsql
stable
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan
as $pggit$
begin
  return query
  select
    'collation',
    'pg_collation'::regclass::oid,
    c.oid,
    s.name::text,
    format('%s.%I', s.quoted_name, c.collname),
    null::oid,
    null::text[],
    jsonb_strip_nulls(jsonb_build_object(
      'format_version', 1,
      'owner', pg_get_userbyid(c.collowner),
      'comment', pggit._comment('pg_collation'::regclass, c.oid),
      'provider', case c.collprovider
        when 'c' then 'libc' when 'i' then 'icu' when 'b' then 'builtin' else 'default' end,
      'locale', coalesce(a.attributes ->> 'colllocale', a.attributes ->> 'colliculocale'),
      'lc_collate', c.collcollate,
      'lc_ctype', c.collctype,
      'rules', a.attributes ->> 'collicurules',
      'deterministic', nullif(c.collisdeterministic, true)
    ))
  from pg_collation c
  join pggit.user_schemas s on s.oid = c.collnamespace
  cross join lateral (select to_jsonb(c)) a (attributes)
  where c.oid = any (p_oids)
    -- A name may be there once for each encoding: this database uses only its own.
    and c.collencoding in (-1, pg_char_to_encoding(getdatabaseencoding()));
end
$pggit$;

comment on function pggit._describe_collation(oid[]) is
  'Describes the given collations: provider, locale, rules.';
