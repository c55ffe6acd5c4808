-- Describes tables, partitioned ones and partitions included, with all their columns and
-- constraints. Indexes, triggers and sequences are objects of their own. What few tables have is built
-- only for those, as in _relation_columns.

create or replace function pggit._describe_table(p_oids oid[])
returns setof pggit._description
language plpgsql
stable
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan
as $pggit$
begin
  return query
  select
    'table',
    'pg_class'::regclass::oid,
    c.oid,
    s.name::text,
    format('%s.%I', s.quoted_name, c.relname),
    case when c.relispartition then
      (select i.inhparent from pg_inherits i where i.inhrelid = c.oid) end,
    rc.column_names,
    jsonb_build_object(
      'format_version', 1,
      'owner', pg_get_userbyid(c.relowner),
      'columns', coalesce(rc.columns, '{}'::jsonb),
      'column_order', coalesce(rc.column_order, '[]'::jsonb))
    || case when k.constraints is not null
         then jsonb_build_object('constraints', k.constraints) else '{}' end
    || case when m.description is not null or c.relacl is not null or c.relpersistence = 'u'
           or c.reltablespace <> 0 or c.reloptions is not null or c.reloftype <> 0
         then jsonb_strip_nulls(jsonb_build_object(
           'comment', m.description,
           'privileges', pggit._privileges(c.relacl, 'r', c.relowner),
           'persistence', case c.relpersistence when 'u' then 'unlogged' end,
           'tablespace', (select ts.spcname from pg_tablespace ts where ts.oid = c.reltablespace),
           'options', pggit._options(c.reloptions),
           'of_type', case when c.reloftype <> 0 then format_type(c.reloftype, null) end))
         else '{}' end
    || case when c.relkind = 'p' or c.relispartition or c.relrowsecurity or c.relforcerowsecurity
           or c.relreplident <> 'd'
         then jsonb_strip_nulls(jsonb_build_object(
           'partition_by', case when c.relkind = 'p' then pg_get_partkeydef(c.oid) end,
           'partition_of', case when c.relispartition then (
             select jsonb_build_object(
               'table', i.inhparent::regclass::text,
               'bounds', pg_get_expr(c.relpartbound, c.oid),
               'detaching', nullif(i.inhdetachpending, false))
             from pg_inherits i where i.inhrelid = c.oid) end,
           'inherited_triggers', case when c.relispartition and c.relhastriggers then
             pggit._inherited_triggers(c.oid) end,
           'row_security', nullif(c.relrowsecurity, false),
           'row_security_forced', nullif(c.relforcerowsecurity, false),
           'replica_identity', case c.relreplident when 'f' then 'full' when 'n' then 'nothing'
             when 'i' then 'index' end,
           'replica_identity_index', case when c.relreplident = 'i' then (
             select ic.relname from pg_index i join pg_class ic on ic.oid = i.indexrelid
             where i.indrelid = c.oid and i.indisreplident) end))
         else '{}' end
    || case when x.access_method is not null or x.toast_options is not null
           or x.inherits is not null or x.cluster_on is not null
         then jsonb_strip_nulls(jsonb_build_object(
           'access_method', x.access_method,
           'toast_options', pggit._options(x.toast_options),
           'inherits', x.inherits,
           'cluster_on', x.cluster_on))
         else '{}' end
  from pg_class c
  join pggit.user_schemas s on s.oid = c.relnamespace
  left join pggit._relation_columns(p_oids) rc on rc.relation = c.oid
  left join pggit._constraints(p_oids) k on k.relation = c.oid
  left join pg_description m
    on m.objoid = c.oid and m.classoid = 'pg_class'::regclass and m.objsubid = 0
  cross join lateral (
    select
      -- A partitioned table has one only if it was chosen, for the partitions to come.
      (select case when c.relkind = 'p' then am.amname else nullif(am.amname, 'heap') end
       from pg_am am where am.oid = c.relam) as access_method,
      case when c.reltoastrelid <> 0 then
        (select tc.reloptions from pg_class tc where tc.oid = c.reltoastrelid) end as toast_options,
      case when not c.relispartition then (
        select jsonb_agg(i.inhparent::regclass::text order by i.inhseqno)
        from pg_inherits i where i.inhrelid = c.oid) end as inherits,
      case when c.relhasindex then (
        select ic.relname from pg_index i join pg_class ic on ic.oid = i.indexrelid
        where i.indrelid = c.oid and i.indisclustered) end as cluster_on
    offset 0
  ) x
  where c.oid = any (p_oids)
    and c.relkind in ('r', 'p')
    and c.relpersistence <> 't';
end
$pggit$;

comment on function pggit._describe_table(oid[]) is
  'Describes the given tables, with their columns and constraints.';
