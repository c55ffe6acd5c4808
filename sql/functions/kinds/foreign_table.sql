-- Describes foreign tables, partitions among them, with their columns, constraints and options. They
-- have no indexes, storage or row security; triggers and owned sequences are objects of their own.

create or replace function pggit._describe_foreign_table(p_oids oid[])
returns setof pggit._description
language plpgsql
stable
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan
as $pggit$
begin
  return query
  select
    'foreign table',
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
      'server', (select f.srvname from pg_foreign_server f where f.oid = t.ftserver),
      'options', pggit._options(t.ftoptions),
      'columns', coalesce(rc.columns, '{}'::jsonb),
      'column_order', coalesce(rc.column_order, '[]'::jsonb),
      'constraints', k.constraints,
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
        pggit._inherited_triggers(c.oid) end
    ))
  from pg_class c
  join pg_foreign_table t on t.ftrelid = c.oid
  join pggit.user_schemas s on s.oid = c.relnamespace
  left join pggit._relation_columns(p_oids) rc on rc.relation = c.oid
  left join pggit._constraints(p_oids) k on k.relation = c.oid
  where c.oid = any (p_oids);
end
$pggit$;

comment on function pggit._describe_foreign_table(oid[]) is
  'Describes the given foreign tables, with their columns, constraints and options.';
