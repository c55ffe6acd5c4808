-- The ids that are not simply the column's name: {name: id}, null when there are none. Only these
-- are written with a change; for every other column the id is its name, as it is for all columns of a
-- relation without ids.

create or replace function pggit._special_column_ids(p_names text[], p_ids text[])
returns jsonb
language plpgsql
immutable
set search_path = pg_catalog, pg_temp
as $pggit$
begin
  if p_ids is null or p_names is not distinct from p_ids then
    return null;
  end if;
  return (
    select jsonb_object_agg(c.name, c.id)
    from unnest(p_names, p_ids) as c (name, id)
    where c.name <> c.id
  );
end
$pggit$;

comment on function pggit._special_column_ids(text[], text[]) is
  'Columns whose stable id is not their name, as {name: id}; null for none.';
