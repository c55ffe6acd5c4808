-- What few indexes have: everything that a plain one leaves at its default.

create or replace function pggit._index_particulars(p_index oid)
returns jsonb
language plpgsql
stable
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan
as $pggit$
begin
  return (
    select jsonb_strip_nulls(jsonb_build_object(
      'include', case when i.indnatts > i.indnkeyatts then (
        select jsonb_agg(a.attname order by k.n)
        from generate_series(i.indnkeyatts, i.indnatts - 1) as k (n)
        join pg_attribute a on a.attrelid = i.indrelid and a.attnum = i.indkey[k.n]) end,
      'predicate', pg_get_expr(i.indpred, i.indrelid),
      'options', pggit._options(c.reloptions),
      'tablespace', (select ts.spcname from pg_tablespace ts where ts.oid = c.reltablespace),
      'invalid', nullif(not i.indisvalid, false),
      'index_of', case when c.relispartition then (
        select h.inhparent::regclass::text from pg_inherits h where h.inhrelid = c.oid) end,
      'depends_on_extensions', (
        select jsonb_agg(e.extname order by e.extname)
        from pg_depend d
        join pg_extension e on e.oid = d.refobjid
        where d.classid = 'pg_class'::regclass and d.objid = c.oid
          and d.refclassid = 'pg_extension'::regclass and d.deptype = 'x'),
      'comment', pggit._comment('pg_class'::regclass, c.oid)))
    from pg_class c
    join pg_index i on i.indexrelid = c.oid
    where c.oid = p_index
  );
end
$pggit$;

comment on function pggit._index_particulars(oid) is
  'What an index has that a plain one leaves at its default.';
