-- Describes functions, window functions included; each overload is an object of its own.

create or replace function pggit._describe_function(p_oids oid[])
returns setof pggit._description
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $pggit$
begin
  return query select * from pggit._describe_routines('function', '{f,w}', p_oids);
end
$pggit$;

comment on function pggit._describe_function(oid[]) is
  'Describes the given functions, one object per signature.';
