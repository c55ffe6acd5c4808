-- The addresses of every object of the database that pggit models, by kind, in batches that keep memory
-- level. Left out, as pggit._describe does: members of extensions, the constructors of ranges; and the
-- row types of relations, which are no composite types of their own.

create or replace function pggit._scan_batches()
returns table (kind text, catalog oid, oids oid[])
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $pggit$
declare
  v_batch constant int := 500;
  r_catalog record;
  v_class text;
  v_oids oid[];
begin
  for r_catalog in
    select k.catalog as name, k.class_column, min(k.position) as position
    from pggit.kinds k
    group by k.catalog, k.class_column
    order by position
  loop
    catalog := r_catalog.name;
    -- Each catalog is read once. So is the list of NOT IN, by what few objects depend on: extensions.
    -- Schema public, whatever it is called now, is the one system-made object that is the users' own.
    for v_class, v_oids in execute format(
      'select %s as class, array_agg(o.oid order by o.oid) as oids from %s o'
      ' where (o.oid >= 16384 or $1 = ''pg_namespace''::regclass and o.oid = 2200)'
      ' and o.oid not in ('
      '   select e.objid from pg_depend e'
      '   where e.refclassid = ''pg_extension''::regclass and e.classid = $1 and e.deptype = ''e'')'
      ' %s group by 1',
      case when r_catalog.class_column is null then 'null::text'
        else format('o.%I::text', r_catalog.class_column) end,
      case when catalog = 'pg_user_mapping'::regclass
        -- The catalog itself is for superusers only.
        then '(select m.umid as oid from pg_user_mappings m)' else catalog::regclass::text end,
      case
        when catalog = 'pg_type'::regclass then
          'and (o.typrelid = 0 or o.typrelid in ('
          '  select c.oid from pg_class c where c.relkind = ''c''))'
        when catalog = 'pg_proc'::regclass then
          'and not exists (select from pg_depend e'
          '  where e.classid = $1 and e.objid = o.oid and e.deptype = ''i'')'
        else '' end)
    using catalog
    loop
      select k.kind into kind from pggit.kinds k
      where k.catalog = r_catalog.name
        and (k.class_column is null or v_class = any (k.classes));
      if found then
        for i in 1 .. cardinality(v_oids) by v_batch loop
          oids := v_oids[i : i + v_batch - 1];
          return next;
        end loop;
      end if;
    end loop;
  end loop;
end
$pggit$;

comment on function pggit._scan_batches() is
  'The addresses of every object of the database that pggit models, in batches of one kind.';
