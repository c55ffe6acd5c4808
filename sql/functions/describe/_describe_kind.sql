-- Calls the function that describes a kind. Only the call is dynamic; the queries inside keep their
-- plans.

create or replace function pggit._describe_kind(p_function text, p_oids oid[])
returns pggit._description[]
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $pggit$
declare
  v_rows pggit._description[];
begin
  execute 'select array(select d from ' || p_function || '($1) d)' into v_rows using p_oids;
  return v_rows;
end
$pggit$;

comment on function pggit._describe_kind(text, oid[]) is
  'Describes objects of one kind with the function given.';
