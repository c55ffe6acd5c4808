-- Names of the given attributes of a relation, in the order given.

create or replace function pggit._column_names(p_relation oid, p_attributes int2[])
returns jsonb
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $pggit$
begin
  return (
    select jsonb_agg(a.attname order by k.position)
    from unnest(p_attributes) with ordinality as k (attnum, position)
    join pg_attribute a on a.attrelid = p_relation and a.attnum = k.attnum
  );
end
$pggit$;

comment on function pggit._column_names(oid, int2[]) is
  'Names of the given attributes of a relation, in the order given.';
