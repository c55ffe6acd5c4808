-- Describes extended statistics: what is computed over which columns and expressions, in the order
-- given, never what was computed. The kind that expressions bring with them is not listed.

create or replace function pggit._describe_statistics(p_oids oid[])
returns setof pggit._description
language plpgsql
stable
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan
as $pggit$
begin
  return query
  select
    'statistics',
    'pg_statistic_ext'::regclass::oid,
    x.oid,
    s.name::text,
    format('%s.%I', s.quoted_name, x.stxname),
    x.stxrelid,
    null::text[],
    jsonb_strip_nulls(jsonb_build_object(
      'format_version', 1,
      'owner', pg_get_userbyid(x.stxowner),
      'comment', pggit._comment('pg_statistic_ext'::regclass, x.oid),
      'table', x.stxrelid::regclass::text,
      'kinds', nullif(to_jsonb(array_remove(array[
        case when 'd' = any (x.stxkind) then 'ndistinct' end,
        case when 'f' = any (x.stxkind) then 'dependencies' end,
        case when 'm' = any (x.stxkind) then 'mcv' end], null)), '[]'),
      'columns', pggit._column_names(x.stxrelid, x.stxkeys),
      'expressions', to_jsonb(pg_get_statisticsobjdef_expressions(x.oid)),
      'target', nullif(x.stxstattarget, -1)
    ))
  from pg_statistic_ext x
  join pggit.user_schemas s on s.oid = x.stxnamespace
  where x.oid = any (p_oids);
end
$pggit$;

comment on function pggit._describe_statistics(oid[]) is
  'Describes the given extended statistics: kinds, columns, expressions, target.';
