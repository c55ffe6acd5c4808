-- Whether a routine has these arguments: those that tell overloads apart, or, as a CALL of a procedure lists
-- them, those that it only gives back as well (p_with_out). A hypothetical-set aggregate that is variadic
-- has its last type once in the catalog and on both sides of ORDER BY in writing.

create or replace function pggit._has_arguments(
  p_routine oid,
  p_arguments text[],
  p_with_out boolean
)
returns boolean
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $pggit$
declare
  v_types oid[];
  v_arguments text[] := p_arguments;
  v_is_hypothetical boolean;
begin
  select
    case
      when p_with_out then array(
        select t.type
        from unnest(p.proallargtypes, p.proargmodes) with ordinality as t (type, mode, n)
        where t.mode <> 't'
        order by t.n)
      else array(
        select t.type from unnest(p.proargtypes::oid[]) with ordinality as t (type, n) order by t.n)
    end,
    p.provariadic <> 0 and a.aggkind = 'h'
  into v_types, v_is_hypothetical
  from pg_proc p
  left join pg_aggregate a on a.aggfnoid = p.oid
  where p.oid = p_routine;
  if v_is_hypothetical and cardinality(v_arguments) = cardinality(v_types) + 1 then
    v_arguments := trim_array(v_arguments, 1);
  end if;
  return cardinality(v_arguments) = cardinality(v_types) and not exists (
    select from unnest(v_arguments, v_types) as u (argument, type)
    where not pggit._is_argument(u.argument, u.type));
end
$pggit$;

comment on function pggit._has_arguments(oid, text[], boolean) is
  'Whether a routine has these arguments.';
