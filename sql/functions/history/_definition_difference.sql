-- What differs between two definitions, as {path: [before, after]}. Descends into objects on both
-- sides; a part that is on one side only is shown whole. A map by name (constraints, options) that is
-- missing is an empty one, so that the path of a constraint does not depend on there being others;
-- missing privileges are not, because they mean the owner's defaults. Columns are matched by their ids, so a
-- renamed column is one entry, columns.<new name>.name, and not two.

create or replace function pggit._definition_difference(
  p_old jsonb,
  p_new jsonb,
  p_old_ids jsonb default null,
  p_new_ids jsonb default null,
  p_path text default ''
)
returns jsonb
language plpgsql
immutable
set search_path = pg_catalog, pg_temp
as $pggit$
declare
  v_maps constant text[] :=
    '{constraints,options,toast_options,foreign_options,settings,tables}'::text[];
  v_result jsonb := '{}'::jsonb;
  v_path text;
  r record;
begin
  for r in
    select coalesce(o.key, n.key) as key, o.key as old_key, n.key as new_key,
      case when o.key is null and n.key = any (v_maps) then '{}' else o.value end as old_value,
      case when n.key is null and o.key = any (v_maps) then '{}' else n.value end as new_value
    from (
      select e.key, e.value,
        case when p_path = 'columns' then coalesce(p_old_ids ->> e.key, e.key) else e.key end as id
      from jsonb_each(p_old) e
    ) o
    full join (
      select e.key, e.value,
        case when p_path = 'columns' then coalesce(p_new_ids ->> e.key, e.key) else e.key end as id
      from jsonb_each(p_new) e
    ) n on n.id = o.id
    order by 1
  loop
    v_path := p_path || case when p_path = '' then '' else '.' end
      || pggit._path_step(coalesce(r.new_key, r.key));
    if r.old_key <> r.new_key then
      v_result := v_result || jsonb_build_object(
        v_path || '.name', jsonb_build_array(r.old_key, r.new_key));
    end if;
    if r.old_value is not distinct from r.new_value
      and (v_path <> 'columns' or p_old_ids is not distinct from p_new_ids)
    then
      continue;
    elsif jsonb_typeof(r.old_value) = 'object' and jsonb_typeof(r.new_value) = 'object' then
      v_result := v_result || pggit._definition_difference(
        r.old_value, r.new_value,
        case when v_path = 'columns' then p_old_ids end,
        case when v_path = 'columns' then p_new_ids end,
        v_path);
    elsif v_path = 'column_order' and (
      (p_new -> 'columns') is distinct from (p_old -> 'columns')
      or p_old_ids is distinct from p_new_ids)
    then
      -- The order follows from the columns that came, went or were renamed.
      continue;
    else
      -- A column dropped and added again is two columns of one name: one entry with both sides.
      v_result := v_result || jsonb_build_object(v_path, jsonb_build_array(
        coalesce(nullif(v_result -> v_path -> 0, 'null'), r.old_value),
        coalesce(nullif(v_result -> v_path -> 1, 'null'), r.new_value)));
    end if;
  end loop;
  return v_result;
end
$pggit$;

comment on function pggit._definition_difference(jsonb, jsonb, jsonb, jsonb, text) is
  'What differs between two definitions, as {path: [before, after]}; columns are matched by id.';
