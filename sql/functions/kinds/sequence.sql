-- Describes sequences: their parameters, never their current value, which is data. Numbers are text,
-- because a bigint does not survive a JSON number in most languages. The sequence of
-- an identity column is an object too (it has its own comment and privileges) and says so.

create or replace function pggit._describe_sequence(p_oids oid[])
returns setof pggit._description
language plpgsql
stable
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan
as $pggit$
begin
  return query
  select
    'sequence',
    'pg_class'::regclass::oid,
    c.oid,
    s.name::text,
    format('%s.%I', s.quoted_name, c.relname),
    d.refobjid,
    null::text[],
    jsonb_strip_nulls(jsonb_build_object(
      'format_version', 1,
      'owner', pg_get_userbyid(c.relowner),
      'comment', (
        select m.description from pg_description m
        where m.objoid = c.oid and m.classoid = 'pg_class'::regclass and m.objsubid = 0),
      'privileges', case when c.relacl is not null then
        pggit._privileges(c.relacl, 's', c.relowner) end,
      'persistence', case c.relpersistence when 'u' then 'unlogged' end,
      'type', format_type(q.seqtypid, null),
      'start', q.seqstart::text,
      'increment', q.seqincrement::text,
      'minimum', q.seqmin::text,
      'maximum', q.seqmax::text,
      'cache', q.seqcache::text,
      'cycle', nullif(q.seqcycle, false),
      'owned_by', case when d.refobjid is not null then
        format('%s.%I', d.refobjid::regclass, a.attname) end,
      'identity', nullif(d.deptype = 'i', false)
    ))
  from pg_class c
  join pg_sequence q on q.seqrelid = c.oid
  join pggit.user_schemas s on s.oid = c.relnamespace
  left join pg_depend d on d.classid = 'pg_class'::regclass and d.objid = c.oid and d.objsubid = 0
    and d.refclassid = 'pg_class'::regclass and d.refobjsubid > 0 and d.deptype in ('a', 'i')
  left join pg_attribute a on a.attrelid = d.refobjid and a.attnum = d.refobjsubid
  where c.oid = any (p_oids)
    and c.relpersistence <> 't';
end
$pggit$;

comment on function pggit._describe_sequence(oid[]) is
  'Describes the given sequences: parameters and owner column, not the current value.';
