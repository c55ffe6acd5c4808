-- Describes procedures; each overload is an object of its own.

create or replace function pggit._describe_procedure(p_oids oid[])
returns setof pggit._description
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $pggit$
begin
  return query select * from pggit._describe_routines('procedure', '{p}', p_oids);
end
$pggit$;

comment on function pggit._describe_procedure(oid[]) is
  'Describes the given procedures, one object per signature.';
