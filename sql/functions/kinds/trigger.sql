-- Describes triggers. Left out: internal ones (a foreign key's), the copies on partitions that come
-- and go with the trigger they are copies of, and pggit's own link triggers on history tables.

create or replace function pggit._describe_trigger(p_oids oid[])
returns setof pggit._description
language plpgsql
stable
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan
as $pggit$
begin
  return query
  select
    'trigger',
    'pg_trigger'::regclass::oid,
    t.oid,
    s.name::text,
    format('%I on %s.%I', t.tgname, s.quoted_name, c.relname),
    t.tgrelid,
    null::text[],
    jsonb_strip_nulls(jsonb_build_object(
      'format_version', 1,
      'timing', case when t.tgtype & 2 <> 0 then 'before' when t.tgtype & 64 <> 0 then 'instead of'
        else 'after' end,
      'events', to_jsonb(array_remove(array[
        case when t.tgtype & 4 <> 0 then 'insert' end,
        case when t.tgtype & 16 <> 0 then 'update' end,
        case when t.tgtype & 8 <> 0 then 'delete' end,
        case when t.tgtype & 32 <> 0 then 'truncate' end], null)),
      'update_columns', case when cardinality(t.tgattr) > 0 then
        pggit._column_names(t.tgrelid, t.tgattr) end,
      'level', case when t.tgtype & 1 <> 0 then 'row' else 'statement' end,
      'condition', case when t.tgqual is not null then pggit._trigger_condition(t.oid) end,
      'function', t.tgfoid::regproc::text,
      'arguments', case when t.tgnargs > 0 then
        to_jsonb(pggit._trigger_arguments(t.tgargs)) end,
      'enabled', case t.tgenabled when 'D' then 'disabled' when 'R' then 'replica'
        when 'A' then 'always' end,
      'constraint', nullif(t.tgconstraint <> 0, false),
      'constraint_table', case when t.tgconstrrelid <> 0 then
        t.tgconstrrelid::regclass::text end,
      'deferrable', nullif(t.tgdeferrable, false),
      'initially_deferred', nullif(t.tginitdeferred, false),
      'old_table', t.tgoldtable,
      'new_table', t.tgnewtable,
      'depends_on_extensions', (
        select jsonb_agg(e.extname order by e.extname)
        from pg_depend d
        join pg_extension e on e.oid = d.refobjid
        where d.classid = 'pg_trigger'::regclass and d.objid = t.oid
          and d.refclassid = 'pg_extension'::regclass and d.deptype = 'x'),
      'comment', pggit._comment('pg_trigger'::regclass, t.oid)
    ))
  from pg_trigger t
  join pg_class c on c.oid = t.tgrelid and c.relpersistence <> 't'
  join pggit.user_schemas s on s.oid = c.relnamespace
  join pg_proc f on f.oid = t.tgfoid and f.pronamespace <> 'pggit'::regnamespace
  where t.oid = any (p_oids)
    and not t.tgisinternal
    and t.tgparentid = 0;
end
$pggit$;

comment on function pggit._describe_trigger(oid[]) is
  'Describes the given triggers: timing, events, condition, function, whether they are enabled.';
