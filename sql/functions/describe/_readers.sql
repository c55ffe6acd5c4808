-- Who reads what, as far as the catalog knows: views through their rule, functions through an SQL body, a
-- partitioned table its partitions. The body of a function that is a string tells the catalog nothing.

create or replace function pggit._readers()
returns table (reader_classid oid, reader_objid oid, classid oid, objid oid)
language sql
stable
set search_path = pg_catalog, pg_temp
as $pggit$
  select 'pg_class'::regclass::oid, w.ev_class, d.refclassid, d.refobjid
  from pg_rewrite w
  join pg_depend d on d.classid = 'pg_rewrite'::regclass and d.objid = w.oid
  where d.refobjid <> w.ev_class
  union
  select d.classid, d.objid, d.refclassid, d.refobjid
  from pg_depend d where d.classid = 'pg_proc'::regclass
  union
  select 'pg_class'::regclass, i.inhparent, 'pg_class'::regclass, i.inhrelid from pg_inherits i
$pggit$;

comment on function pggit._readers() is
  'Who reads what: views, functions with an SQL body, partitioned tables.';
