-- Describes tables, partitioned ones and partitions included, with all their columns and
-- constraints. Indexes, triggers and sequences are objects of their own.

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
    jsonb_strip_nulls(jsonb_build_object(
      'format_version', 1,
      'owner', pg_get_userbyid(c.relowner),
      'comment', pggit._comment('pg_class'::regclass, c.oid),
      'privileges', pggit._privileges(c.relacl, 'r', c.relowner),
      'persistence', case c.relpersistence when 'u' then 'unlogged' end,
      -- A partitioned table has one only if it was chosen, for the partitions to come.
      'access_method', (
        select case when c.relkind = 'p' then am.amname else nullif(am.amname, 'heap') end
        from pg_am am where am.oid = c.relam),
      'tablespace', (select ts.spcname from pg_tablespace ts where ts.oid = c.reltablespace),
      'options', pggit._options(c.reloptions),
      'toast_options', case when c.reltoastrelid <> 0 then
        (select pggit._options(tc.reloptions) from pg_class tc where tc.oid = c.reltoastrelid) end,
      'columns', coalesce(rc.columns, '{}'::jsonb),
      'column_order', coalesce(rc.column_order, '[]'::jsonb),
      'constraints', pggit._constraints(c.oid),
      'of_type', case when c.reloftype <> 0 then format_type(c.reloftype, null) end,
      'partition_by', case when c.relkind = 'p' then pg_get_partkeydef(c.oid) end,
      'partition_of', case when c.relispartition then (
        select jsonb_build_object(
          'table', i.inhparent::regclass::text,
          'bounds', pg_get_expr(c.relpartbound, c.oid),
          'detaching', nullif(i.inhdetachpending, false))
        from pg_inherits i where i.inhrelid = c.oid) end,
      'inherits', case when not c.relispartition then (
        select jsonb_agg(i.inhparent::regclass::text order by i.inhseqno)
        from pg_inherits i where i.inhrelid = c.oid) end,
      'inherited_triggers', case when c.relispartition and c.relhastriggers then
        pggit._inherited_triggers(c.oid) end,
      'row_security', nullif(c.relrowsecurity, false),
      'row_security_forced', nullif(c.relforcerowsecurity, false),
      'replica_identity', case c.relreplident when 'f' then 'full' when 'n' then 'nothing'
        when 'i' then 'index' end,
      'replica_identity_index', case when c.relreplident = 'i' then (
        select ic.relname from pg_index i join pg_class ic on ic.oid = i.indexrelid
        where i.indrelid = c.oid and i.indisreplident) end,
      'cluster_on', case when c.relhasindex then (
        select ic.relname from pg_index i join pg_class ic on ic.oid = i.indexrelid
        where i.indrelid = c.oid and i.indisclustered) end
    ))
  from pg_class c
  join pggit.user_schemas s on s.oid = c.relnamespace
  cross join lateral pggit._relation_columns(c.oid, c.relkind) rc
  where c.oid = any (p_oids)
    and c.relkind in ('r', 'p')
    and c.relpersistence <> 't';
end
$pggit$;

comment on function pggit._describe_table(oid[]) is
  'Describes the given tables, with their columns and constraints.';
