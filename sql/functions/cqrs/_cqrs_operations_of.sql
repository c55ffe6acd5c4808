-- The operations of one side as a plain list, whatever the bounds of the array they came in.

create or replace function pggit._cqrs_operations_of(p_change pggit.cqrs_change, p_side text)
returns text[]
language plpgsql
immutable
set search_path = pg_catalog, pg_temp
as $pggit$
begin
  return array(
    select o.operation
    from unnest(case p_side
      when 'command' then (p_change).command_operations
      else (p_change).query_operations end) with ordinality as o (operation, n)
    order by o.n);
end
$pggit$;

comment on function pggit._cqrs_operations_of(pggit.cqrs_change, text) is
  'The operations of one side of a CQRS change, in order.';
