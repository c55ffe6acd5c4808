-- The columns pggit knew, by the attribute numbers they have after a restore. A dump leaves dropped
-- columns out and keeps the order, so the numbers close up; a major upgrade keeps them as they are.
-- A column is found by its name, else by its place: then it has been renamed since, and what is known
-- of it is its old name, as for any column that is about to be found renamed.

create or replace function pggit._rebind_columns(
  p_names text[],
  inout p_known_names text[],
  inout p_known_ids text[]
)
language plpgsql
immutable
set search_path = pg_catalog, pg_temp
as $pggit$
declare
  v_keeps_numbers constant boolean := cardinality(p_names) >= cardinality(p_known_names)
    and not exists (
      select from unnest(p_known_names) with ordinality as k (name, position)
      where k.name is null and p_names[k.position] is not null);
  v_old_names text[];
  v_old_ids text[];
  v_names text[] := '{}'::text[];
  v_ids text[] := '{}'::text[];
  v_found int;
begin
  if p_names is null or p_known_names is null or p_names = p_known_names then
    return;
  end if;
  select array_agg(k.name order by k.position), array_agg(k.id order by k.position)
  into v_old_names, v_old_ids
  from unnest(p_known_names, p_known_ids) with ordinality as k (name, id, position)
  where v_keeps_numbers or k.name is not null;

  for i in 1 .. cardinality(p_names) loop
    v_found := case when p_names[i] is not null then array_position(p_known_names, p_names[i]) end;
    if v_found is not null then
      v_names := v_names || p_names[i];
      v_ids := v_ids || p_known_ids[v_found];
    elsif v_old_names[i] is not null and array_position(p_names, v_old_names[i]) is null then
      v_names := v_names || v_old_names[i];
      v_ids := v_ids || v_old_ids[i];
    else
      exit when i > coalesce(cardinality(v_old_names), 0);
      v_names := v_names || p_names[i];
      v_ids := v_ids || coalesce(p_names[i], v_old_ids[i]);
    end if;
  end loop;
  p_known_names := v_names;
  p_known_ids := v_ids;
end
$pggit$;

comment on function pggit._rebind_columns(text[], text[], text[]) is
  'What is known of a relation''s columns, by the attribute numbers they have after a restore.';
