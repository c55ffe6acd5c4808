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
  r_kind record;
  v_oids oid[];
begin
  for r_kind in
    select k.kind, k.catalog, k.class_column, k.classes from pggit.kinds k order by k.position
  loop
    execute format(
      'select array_agg(o.oid order by o.oid) from %s o where o.oid >= 16384 %s %s and not exists ('
      '  select from pg_depend e where e.classid = $2 and e.objid = o.oid'
      '  and (e.deptype = ''e'' or (e.deptype = ''i'' and e.classid = ''pg_proc''::regclass)))',
      case when r_kind.catalog = 'pg_user_mapping'::regclass
        -- The catalog itself is for superusers only.
        then '(select m.umid as oid from pg_user_mappings m)' else r_kind.catalog::text end,
      case when r_kind.class_column is not null
        then format('and o.%I::text = any ($1)', r_kind.class_column) else '' end,
      case when r_kind.kind = 'composite type' then
        'and exists (select from pg_class c where c.oid = o.typrelid and c.relkind = ''c'')'
        else '' end)
    into v_oids using r_kind.classes, r_kind.catalog;
    if r_kind.catalog = 'pg_namespace'::regclass then
      -- The one system-made object that is the users' own: public, or whatever it is called now. They
      -- may have dropped it, and made another, which has an oid like any schema of theirs.
      v_oids := v_oids || array(select n.oid from pg_namespace n where n.oid = 2200);
    end if;
    for i in 1 .. coalesce(cardinality(v_oids), 0) by v_batch loop
      kind := r_kind.kind;
      catalog := r_kind.catalog;
      oids := v_oids[i : i + v_batch - 1];
      return next;
    end loop;
  end loop;
end
$pggit$;

comment on function pggit._scan_batches() is
  'The addresses of every object of the database that pggit models, in batches of one kind.';
