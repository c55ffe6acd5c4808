-- Describes every object of the database that pggit models: the baseline, drift and manual mode.
-- The same describing functions as capture, in batches that keep memory level.

create or replace function pggit._scan()
returns setof pggit._description
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $pggit$
declare
  v_batch constant int := 500;
  r_kind record;
  v_oids oid[];
begin
  for r_kind in
    select k.catalog, k.class_column, k.classes from pggit.kinds k order by k.position
  loop
    execute format(
      'select array_agg(o.oid order by o.oid) from %s o where o.oid >= 16384 %s',
      case when r_kind.catalog = 'pg_user_mapping'::regclass
        -- The catalog itself is for superusers only.
        then '(select m.umid as oid from pg_user_mappings m)' else r_kind.catalog::text end,
      case when r_kind.class_column is not null
        then format('and o.%I::text = any ($1)', r_kind.class_column) else '' end)
    into v_oids using r_kind.classes;
    if r_kind.catalog = 'pg_namespace'::regclass then
      -- The one system-made object that is the users' own.
      v_oids := v_oids || 'public'::regnamespace::oid;
    end if;
    for i in 1 .. coalesce(cardinality(v_oids), 0) by v_batch loop
      return query
      select d.* from pggit._describe(
        array_fill(r_kind.catalog::oid, array[least(v_batch, cardinality(v_oids) - i + 1)]),
        v_oids[i : i + v_batch - 1]) d;
    end loop;
  end loop;
end
$pggit$;

comment on function pggit._scan() is
  'Describes every object of the database that pggit models, ignored ones included.';
