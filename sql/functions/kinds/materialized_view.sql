-- Describes materialized views: the query and the storage, never whether or when they were filled,
-- so that a REFRESH is no change.

create or replace function pggit._describe_materialized_view(p_oids oid[])
returns setof pggit._description
language plpgsql
stable
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan
as $pggit$
begin
  return query
  select
    'materialized view',
    'pg_class'::regclass::oid,
    c.oid,
    s.name::text,
    format('%s.%I', s.quoted_name, c.relname),
    null::oid,
    rc.column_names,
    jsonb_strip_nulls(jsonb_build_object(
      'format_version', 1,
      'owner', pg_get_userbyid(c.relowner),
      'comment', pggit._comment('pg_class'::regclass, c.oid),
      'privileges', pggit._privileges(c.relacl, 'r', c.relowner),
      'options', pggit._options(c.reloptions),
      'access_method', (select nullif(am.amname, 'heap') from pg_am am where am.oid = c.relam),
      'tablespace', (select ts.spcname from pg_tablespace ts where ts.oid = c.reltablespace),
      'query', pg_get_viewdef(c.oid),
      'columns', coalesce(rc.columns, '{}'::jsonb),
      'column_order', coalesce(rc.column_order, '[]'::jsonb),
      'depends_on_extensions', (
        select jsonb_agg(e.extname order by e.extname)
        from pg_depend d
        join pg_extension e on e.oid = d.refobjid
        where d.classid = 'pg_class'::regclass and d.objid = c.oid
          and d.refclassid = 'pg_extension'::regclass and d.deptype = 'x'),
      'cluster_on', case when c.relhasindex then (
        select ic.relname from pg_index i join pg_class ic on ic.oid = i.indexrelid
        where i.indrelid = c.oid and i.indisclustered) end
    ))
  from pg_class c
  join pggit.user_schemas s on s.oid = c.relnamespace
  left join pggit._relation_columns(p_oids) rc on rc.relation = c.oid
  where c.oid = any (p_oids)
    and c.relkind = 'm';
end
$pggit$;

comment on function pggit._describe_materialized_view(oid[]) is
  'Describes the given materialized views: query, storage, columns; not their contents.';
