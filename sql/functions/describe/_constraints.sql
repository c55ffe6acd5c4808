-- The constraints of a table or domain as {name: attributes}, structured so that two of them can be
-- compared field by field. Left out: constraint triggers (their trigger is an object), and the copies
-- that a foreign key makes on partitions, which come and go with the constraint they are copies of.

create or replace function pggit._constraints(p_relation oid, p_domain oid default 0)
returns jsonb
language plpgsql
stable
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan
as $pggit$
declare
  v_constraints jsonb;
  v_has_enforced constant boolean := current_setting('server_version_num')::int >= 180000;
begin
  select jsonb_object_agg(c.conname, jsonb_strip_nulls(jsonb_build_object(
    'type', case c.contype
      when 'p' then 'primary key' when 'u' then 'unique' when 'f' then 'foreign key'
      when 'c' then 'check' when 'x' then 'exclude' when 'n' then 'not null' else c.contype::text end,
    'columns', case when c.contype in ('p', 'u', 'f', 'n') then
      pggit._column_names(c.conrelid, c.conkey) end,
    'expression', case when c.contype = 'c' then pg_get_expr(c.conbin, c.conrelid) end,
    'exclusion', case when c.contype = 'x' then pg_get_constraintdef(c.oid) end,
    'references', case when c.contype = 'f' then jsonb_build_object(
      'table', c.confrelid::regclass::text,
      'columns', pggit._column_names(c.confrelid, c.confkey)) end,
    'on_update', case when c.contype = 'f' then pggit._foreign_key_action(c.confupdtype) end,
    'on_delete', case when c.contype = 'f' then pggit._foreign_key_action(c.confdeltype) end,
    'on_delete_columns', case when c.contype = 'f' and c.confdelsetcols is not null then
      pggit._column_names(c.conrelid, c.confdelsetcols) end,
    'match', case when c.contype = 'f' and c.confmatchtype = 'f' then 'full' end,
    'deferrable', nullif(c.condeferrable, false),
    'initially_deferred', nullif(c.condeferred, false),
    'not_valid', nullif(not c.convalidated, false),
    'not_enforced', case when v_has_enforced then
      nullif((to_jsonb(c) ->> 'conenforced')::boolean is false, false) end,
    'period', case when v_has_enforced then
      nullif((to_jsonb(c) ->> 'conperiod')::boolean, false) end,
    'no_inherit', nullif(c.connoinherit and c.contype in ('c', 'n'), false),
    'inherited', nullif(not c.conislocal, false),
    'comment', pggit._comment('pg_constraint'::regclass, c.oid)
  )))
  into v_constraints
  from pg_constraint c
  where c.conrelid = p_relation
    and c.contypid = p_domain
    and c.contype <> 't'
    and not (c.contype = 'f' and c.conparentid <> 0)
    -- PostgreSQL 18 keeps every NOT NULL as a constraint, 17 those of domains; one with a default name
    -- and no attribute of its own says no more than the column or domain already does.
    and not (c.contype = 'n' and c.convalidated and not c.connoinherit
             and c.conname like E'%\\_not\\_null'
             and not exists (
               select from pg_description d
               where d.classoid = 'pg_constraint'::regclass and d.objoid = c.oid));
  return v_constraints;
end
$pggit$;

comment on function pggit._constraints(oid, oid) is
  'The constraints of a table (first argument) or a domain (second) as {name: attributes}; null for none.';
