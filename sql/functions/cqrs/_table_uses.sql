-- What tables rest on beside what they hold: foreign keys, types of columns, defaults, checks and policies;
-- and functions the tables whose triggers call them.

create or replace function pggit._table_uses()
returns table (user_classid oid, user_objid oid, classid oid, objid oid)
language sql
stable
set search_path = pg_catalog, pg_temp
as $pggit$
  select 'pg_class'::regclass::oid, k.conrelid, 'pg_class'::regclass::oid, k.confrelid
  from pg_constraint k where k.contype = 'f'
  union
  select 'pg_class'::regclass, coalesce(k.conrelid, a.adrelid, p.polrelid, c.oid), d.refclassid,
    d.refobjid
  from pg_depend d
  left join pg_constraint k on d.classid = 'pg_constraint'::regclass and k.oid = d.objid
    and k.contype <> 'f' and k.conrelid <> 0
  left join pg_attrdef a on d.classid = 'pg_attrdef'::regclass and a.oid = d.objid
  left join pg_policy p on d.classid = 'pg_policy'::regclass and p.oid = d.objid
  left join pg_class c on d.classid = 'pg_class'::regclass and c.oid = d.objid
    and c.relkind in ('r', 'p', 'f', 'c')
  where d.deptype = 'n' and d.refclassid in ('pg_class'::regclass, 'pg_proc'::regclass,
      'pg_type'::regclass)
    and coalesce(k.conrelid, a.adrelid, p.polrelid, c.oid) is not null
  union
  select 'pg_proc'::regclass, t.tgfoid, 'pg_class'::regclass, t.tgrelid
  from pg_trigger t where not t.tgisinternal
$pggit$;

comment on function pggit._table_uses() is
  'What tables rest on beside what they hold, and the tables whose triggers call a function.';
