-- Describes views. The query is the server's own rendering with every name qualified, because
-- search_path is pinned; defaults, comments and privileges of columns are attributes of the columns.

create or replace function pggit._describe_view(p_oids oid[])
returns setof pggit._description
language plpgsql
stable
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan
as $pggit$
begin
  return query
  select
    'view',
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
      'query', pg_get_viewdef(c.oid),
      'columns', coalesce(rc.columns, '{}'::jsonb),
      'column_order', coalesce(rc.column_order, '[]'::jsonb)
    ))
  from pg_class c
  join pggit.user_schemas s on s.oid = c.relnamespace
  left join pggit._relation_columns(p_oids) rc on rc.relation = c.oid
  where c.oid = any (p_oids)
    and c.relkind = 'v'
    and c.relpersistence <> 't';
end
$pggit$;

comment on function pggit._describe_view(oid[]) is
  'Describes the given views: query, options, columns.';
