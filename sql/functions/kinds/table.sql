-- Describes tables, partitioned ones and partitions included, with all their columns and
-- constraints. Indexes, triggers and sequences are objects of their own. What few tables have is looked
-- up only for those (_table_particulars): 2 is the heap, the access method that goes without saying.
-- enable_hashjoin: what the functions return for a batch of tables is not searched once for each of them.

create or replace function pggit._describe_table(p_oids oid[])
returns setof pggit._description
language plpgsql
stable
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan
set enable_hashjoin = on
as $pggit$
begin
  return query
  select
    'table',
    'pg_class'::regclass::oid,
    c.oid,
    s.name::text,
    s.quoted_name || '.' || quote_ident(c.relname),
    case when c.relispartition then
      (select i.inhparent from pg_inherits i where i.inhrelid = c.oid) end,
    rc.column_names,
    case
      when k.constraints is null then jsonb_build_object(
        'format_version', 1,
        'owner', pg_get_userbyid(c.relowner),
        'columns', coalesce(rc.columns, '{}'::jsonb),
        'column_order', coalesce(rc.column_order, '[]'::jsonb))
      else jsonb_build_object(
        'format_version', 1,
        'owner', pg_get_userbyid(c.relowner),
        'columns', coalesce(rc.columns, '{}'::jsonb),
        'column_order', coalesce(rc.column_order, '[]'::jsonb),
        'constraints', k.constraints)
    end
    || case when c.relacl is not null or c.relpersistence = 'u'
           or c.reltablespace <> 0 or c.reloptions is not null or c.reloftype <> 0
           or c.relkind = 'p' or c.relispartition or c.relrowsecurity or c.relforcerowsecurity
           or c.relreplident <> 'd' or c.relam <> 2
           -- Not EXISTS, which the planner may answer by hashing a whole catalog.
           or c.reltoastrelid <> 0 and (
             select tc.reloptions is not null from pg_class tc where tc.oid = c.reltoastrelid)
           or (select true from pg_inherits i where i.inhrelid = c.oid limit 1)
           or (
             select true from pg_index i where i.indrelid = c.oid and i.indisclustered limit 1)
         then pggit._table_particulars(c.oid)
         when m.description is not null then jsonb_build_object('comment', m.description)
         else '{}' end
  from pg_class c
  join pggit.user_schemas s on s.oid = c.relnamespace
  left join pggit._relation_columns(p_oids) rc on rc.relation = c.oid
  left join pggit._constraints(p_oids) k on k.relation = c.oid
  left join pg_description m
    on m.objoid = c.oid and m.classoid = 'pg_class'::regclass and m.objsubid = 0
  where c.oid = any (p_oids)
    and c.relkind in ('r', 'p')
    and c.relpersistence <> 't';
end
$pggit$;

comment on function pggit._describe_table(oid[]) is
  'Describes the given tables, with their columns and constraints.';
