-- The argument types of an aggregate as people write them. A hypothetical-set aggregate that is
-- variadic has its last type once in the catalog and on both sides of ORDER BY in writing.

create or replace function pggit._aggregate_signature(
  p_types oid[],
  p_kind "char",
  p_direct int2
)
returns text
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $pggit$
declare
  -- oidvector counts from zero.
  v_types constant oid[] := array(
    select t.type from unnest(p_types) with ordinality as t (type, n) order by t.n);
  v_count constant int := cardinality(v_types);
begin
  if p_kind = 'n' then
    return coalesce(nullif(pggit._type_list(v_types), ''), '*');
  end if;
  return concat_ws(' ',
    nullif(pggit._type_list(v_types[1 : p_direct]), ''),
    'ORDER BY',
    pggit._type_list(v_types[least(p_direct + 1, v_count) : v_count]));
end
$pggit$;

comment on function pggit._aggregate_signature(oid[], "char", int2) is
  'The argument types of an aggregate as ALTER AGGREGATE takes them.';
