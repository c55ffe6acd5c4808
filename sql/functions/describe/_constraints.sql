-- The constraints of tables or domains as {name: attributes}, structured so that two of them can be
-- compared field by field. Left out: constraint triggers (their trigger is an object), and the copies
-- that a foreign key makes on partitions, which come and go with the constraint they are copies of.
-- What few constraints have is built only for those, as in _relation_columns.
--
-- p_relations with p_domains left as it is: of tables; p_relations = '{0}' with p_domains: of domains.

create or replace function pggit._constraints(p_relations oid[], p_domains oid[] default '{0}')
returns table (relation oid, domain oid, constraints jsonb)
language plpgsql
stable
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan
as $pggit$
declare
  v_has_enforced constant boolean := current_setting('server_version_num')::int >= 180000;
begin
  return query
  select
    c.conrelid,
    c.contypid,
    jsonb_object_agg(c.conname,
      case
        when c.contype in ('p', 'u', 'f') or c.contype = 'n' and c.conkey is not null
          then jsonb_build_object(
            'type', case c.contype
              when 'p' then 'primary key' when 'u' then 'unique' when 'f' then 'foreign key'
              else 'not null' end,
            'columns', case when cardinality(c.conkey) = 1
              then jsonb_build_array((
                select a.attname from pg_attribute a
                where a.attrelid = c.conrelid and a.attnum = c.conkey[1]))
              else pggit._column_names(c.conrelid, c.conkey) end)
        when c.contype = 'c'
          then jsonb_object(array[
            'type', 'check', 'expression', pg_get_expr(c.conbin, c.conrelid)])
        when c.contype = 'x'
          then jsonb_object(array[
            'type', 'exclude', 'exclusion', pg_get_constraintdef(c.oid)])
        else jsonb_object(array[
          'type', case c.contype when 'n' then 'not null' else c.contype::text end])
        end
      || case when c.contype = 'f' then jsonb_strip_nulls(jsonb_build_object(
           'references', jsonb_build_object(
             'table', c.confrelid::regclass::text,
             'columns', case when cardinality(c.confkey) = 1
               then jsonb_build_array((
                 select a.attname from pg_attribute a
                 where a.attrelid = c.confrelid and a.attnum = c.confkey[1]))
               else pggit._column_names(c.confrelid, c.confkey) end),
           'on_update', case when c.confupdtype <> 'a' then
             pggit._foreign_key_action(c.confupdtype) end,
           'on_delete', case when c.confdeltype <> 'a' then
             pggit._foreign_key_action(c.confdeltype) end,
           'on_delete_columns', case when c.confdelsetcols is not null then
             pggit._column_names(c.conrelid, c.confdelsetcols) end,
           'match', case c.confmatchtype when 'f' then 'full' end))
         else '{}' end
      || case when m.description is not null or c.condeferrable or c.condeferred or c.connoinherit
             or not c.convalidated or not c.conislocal
             or v_has_enforced and (c.contype = 'f' or c.conexclop is not null)
           then jsonb_strip_nulls(jsonb_build_object(
             'deferrable', nullif(c.condeferrable, false),
             'initially_deferred', nullif(c.condeferred, false),
             'not_valid', nullif(not c.convalidated, false),
             'not_enforced', case when v_has_enforced then
               nullif((to_jsonb(c) ->> 'conenforced')::boolean is false, false) end,
             'period', case when v_has_enforced then
               nullif((to_jsonb(c) ->> 'conperiod')::boolean, false) end,
             'no_inherit', nullif(c.connoinherit and c.contype in ('c', 'n'), false),
             'inherited', nullif(not c.conislocal, false),
             'comment', m.description))
           else '{}' end)
  from pg_constraint c
  left join pg_description m
    on m.objoid = c.oid and m.classoid = 'pg_constraint'::regclass and m.objsubid = 0
  where c.conrelid = any (p_relations)
    and c.contypid = any (p_domains)
    and c.contype <> 't'
    and not (c.contype = 'f' and c.conparentid <> 0)
    -- PostgreSQL 18 keeps every NOT NULL as a constraint, 17 those of domains; one with a default name
    -- and no attribute of its own says no more than the column or domain already does.
    and not (c.contype = 'n' and c.convalidated and not c.connoinherit
             and c.conname like E'%\\_not\\_null' and m.description is null)
  group by c.conrelid, c.contypid;
end
$pggit$;

comment on function pggit._constraints(oid[], oid[]) is
  'The constraints of tables (first argument) or domains (second) as {name: attributes}.';
