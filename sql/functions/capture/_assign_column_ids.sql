-- The ids columns keep for life: the name a column was born with, by attribute number. A renamed
-- column keeps its id; a column that takes the name of a dropped one is another column and gets
-- `name#2`. When the relation itself was made anew (a restore, drop and create), attribute numbers
-- mean nothing and the names decide. Known ids that are null are the known names.

create or replace function pggit._assign_column_ids(
  p_names text[],
  p_known_names text[],
  p_known_ids text[],
  p_same_relation boolean
)
returns text[]
language plpgsql
immutable
set search_path = pg_catalog, pg_temp
as $pggit$
declare
  v_known_ids constant text[] := coalesce(p_known_ids, p_known_names);
  v_ids text[] := '{}'::text[];
  v_id text;
  v_copy int;
begin
  if p_names is null or p_known_names is null then
    return p_names;
  elsif p_names = p_known_names then
    return v_known_ids;
  end if;
  for i in 1 .. cardinality(p_names) loop
    if p_same_relation and i <= cardinality(v_known_ids) then
      v_id := v_known_ids[i];
    elsif not p_same_relation and p_names[i] = any (p_known_names) then
      v_id := v_known_ids[array_position(p_known_names, p_names[i])];
    else
      v_id := p_names[i];
      v_copy := 1;
      while v_id = any (v_known_ids || v_ids) loop
        v_copy := v_copy + 1;
        v_id := p_names[i] || '#' || v_copy;
      end loop;
    end if;
    v_ids := v_ids || v_id;
  end loop;
  return v_ids;
end
$pggit$;

comment on function pggit._assign_column_ids(text[], text[], text[], boolean) is
  'Stable column ids by attribute number, carried over from what was known of the relation.';
