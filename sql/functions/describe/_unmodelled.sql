-- Objects of users that pggit does not model, so that none is passed over in silence: everything that
-- pg_dump writes as an object of its own. A kind that becomes modelled leaves this list.

create or replace function pggit._unmodelled()
returns table (kind text, identity text)
language sql
stable
set search_path = pg_catalog, pg_temp
as $pggit$
  select i.type, i.identity
  from (
    -- Base types, and shells that no CREATE TYPE has filled; their arrays go with them.
    select 'pg_type'::regclass::oid, t.oid from pg_type t
    join pggit.user_schemas s on s.oid = t.typnamespace
    where t.typtype = 'p' or (
      t.typtype = 'b'
      and not exists (select from pg_type e where e.oid = t.typelem and e.typarray = t.oid))
    union all
    select 'pg_conversion'::regclass, o.oid from pg_conversion o
    union all
    select 'pg_operator'::regclass, o.oid from pg_operator o
    union all
    select 'pg_opclass'::regclass, o.oid from pg_opclass o
    union all
    select 'pg_opfamily'::regclass, o.oid from pg_opfamily o
    union all
    select 'pg_cast'::regclass, o.oid from pg_cast o
    union all
    select 'pg_language'::regclass, o.oid from pg_language o
    union all
    select 'pg_transform'::regclass, o.oid from pg_transform o
    union all
    select 'pg_am'::regclass, o.oid from pg_am o
    union all
    select 'pg_ts_config'::regclass, o.oid from pg_ts_config o
    union all
    select 'pg_ts_dict'::regclass, o.oid from pg_ts_dict o
    union all
    select 'pg_ts_parser'::regclass, o.oid from pg_ts_parser o
    union all
    select 'pg_ts_template'::regclass, o.oid from pg_ts_template o
    union all
    select 'pg_subscription'::regclass, o.oid from pg_subscription o
    where o.subdbid = (select d.oid from pg_database d where d.datname = current_database())
  ) as o (classid, objid)
  cross join lateral pg_identify_object(o.classid, o.objid, 0) i
  where o.objid >= 16384
    and i.schema is distinct from 'information_schema'
    and i.schema is distinct from 'pggit'
    and not exists (
      select from pg_depend e
      where e.classid = o.classid and e.objid = o.objid and e.deptype in ('e', 'i'))
  union all
  select 'security label', format('%s on %s %s', l.provider, i.type, i.identity)
  from pg_seclabel l
  cross join lateral pg_identify_object(l.classoid, l.objoid, l.objsubid) i
  where not exists (
    select from pg_depend e
    where e.classid = l.classoid and e.objid = l.objoid and e.deptype = 'e')
  order by 1, 2
$pggit$;

comment on function pggit._unmodelled() is
  'Objects of kinds that pggit does not model.';
