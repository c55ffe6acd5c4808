-- What few tables have: everything that a plain one leaves at its default.

create or replace function pggit._table_particulars(p_table oid)
returns jsonb
language plpgsql
stable
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan
as $pggit$
begin
  return (
    select jsonb_strip_nulls(jsonb_build_object(
      'comment', pggit._comment('pg_class'::regclass, c.oid),
      'privileges', pggit._privileges(c.relacl, 'r', c.relowner),
      'persistence', case c.relpersistence when 'u' then 'unlogged' end,
      'tablespace', (select ts.spcname from pg_tablespace ts where ts.oid = c.reltablespace),
      'options', pggit._options(c.reloptions),
      'of_type', case when c.reloftype <> 0 then format_type(c.reloftype, null) end,
      'partition_by', case when c.relkind = 'p' then pg_get_partkeydef(c.oid) end,
      'partition_of', case when c.relispartition then (
        select jsonb_build_object(
          'table', i.inhparent::regclass::text,
          'bounds', pg_get_expr(c.relpartbound, c.oid),
          'detaching', nullif(i.inhdetachpending, false))
        from pg_inherits i where i.inhrelid = c.oid) end,
      'inherited_triggers', case when c.relispartition and c.relhastriggers then
        pggit._inherited_triggers(c.oid) end,
      'inherits', case when not c.relispartition then (
        select jsonb_agg(i.inhparent::regclass::text order by i.inhseqno)
        from pg_inherits i where i.inhrelid = c.oid) end,
      'row_security', nullif(c.relrowsecurity, false),
      'row_security_forced', nullif(c.relforcerowsecurity, false),
      'replica_identity', case c.relreplident when 'f' then 'full' when 'n' then 'nothing'
        when 'i' then 'index' end,
      'replica_identity_index', case when c.relreplident = 'i' then (
        select ic.relname from pg_index i join pg_class ic on ic.oid = i.indexrelid
        where i.indrelid = c.oid and i.indisreplident) end,
      -- A partitioned table has one only if it was chosen, for the partitions to come.
      'access_method', (
        select case when c.relkind = 'p' then am.amname else nullif(am.amname, 'heap') end
        from pg_am am where am.oid = c.relam),
      'toast_options', (
        select pggit._options(tc.reloptions) from pg_class tc where tc.oid = c.reltoastrelid),
      'cluster_on', (
        select ic.relname from pg_index i join pg_class ic on ic.oid = i.indexrelid
        where i.indrelid = c.oid and i.indisclustered)))
    from pg_class c
    where c.oid = p_table
  );
end
$pggit$;

comment on function pggit._table_particulars(oid) is
  'What a table has that a plain one leaves at its default.';
