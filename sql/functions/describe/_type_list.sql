-- Types as people write them, separated by commas: the argument list of a signature.

create or replace function pggit._type_list(p_types oid[])
returns text
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $pggit$
begin
  return (
    select coalesce(string_agg(format_type(t.type, null), ', ' order by t.n), '')
    from unnest(p_types) with ordinality as t (type, n)
  );
end
$pggit$;

comment on function pggit._type_list(oid[]) is
  'Type names separated by commas, as in a function signature.';
