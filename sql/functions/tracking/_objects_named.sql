-- The addresses that a name may mean, in any spelling: quoted or not, with its schema or without, a function
-- with its arguments or without, which then means all of that name. Parts of a table are named as pggit
-- does: x on app.t.

create or replace function pggit._objects_named(p_name text)
returns table (classid oid, objid oid)
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $pggit$
declare
  v_signature record;
  v_routines oid[];
  v_namespace oid;
  -- What has arguments is a function.
  v_name text;
  v_part constant record := pggit._part_named(p_name);
  v_relation constant text[] := v_part.relation_name;
begin
  select r.* into v_signature from pggit._read_signature(p_name) r;
  v_routines := pggit._overloads_with(
    array(select p.oid from pg_proc p where p.proname = v_signature.function_name),
    v_signature.arguments, v_signature.are_out);
  v_namespace := case when v_signature.schema_name = 'pg_temp' then pg_my_temp_schema()
    else (select n.oid from pg_namespace n where n.nspname = v_signature.schema_name) end;
  v_name := case when v_signature.arguments is null then v_signature.function_name end;

  return query
  select f.classid, f.objid
  from (
    -- The identity that pggit shows, of whatever kind.
    select l.classid, l.objid from pggit.live_objects l
    where l.identity = p_name
    union
    select o.classid, o.objid
    from (
      select 'pg_class'::regclass::oid, c.oid, c.relnamespace, c.relname from pg_class c
      where c.relname = v_name and c.relkind <> 'c'
      union all
      select 'pg_type'::regclass, t.oid, t.typnamespace, t.typname from pg_type t
      where t.typname = v_name
        and not exists (
          select from pg_class c where c.oid = t.typrelid and c.relkind <> 'c')
        and not exists (select from pg_type e where e.oid = t.typelem and e.typarray = t.oid)
      union all
      select 'pg_proc'::regclass, p.oid, p.pronamespace, p.proname from pg_proc p
      where p.oid = any (v_routines)
      union all
      select 'pg_collation'::regclass, c.oid, c.collnamespace, c.collname from pg_collation c
      where c.collname = v_name
      union all
      select 'pg_statistic_ext'::regclass, x.oid, x.stxnamespace, x.stxname from pg_statistic_ext x
      where x.stxname = v_name
      union all
      select b.classid, b.objid, null::oid, b.name
      from (
        select 'pg_namespace'::regclass::oid, n.oid, n.nspname from pg_namespace n
        union all
        select 'pg_extension'::regclass, e.oid, e.extname from pg_extension e
        union all
        select 'pg_foreign_data_wrapper'::regclass, w.oid, w.fdwname from pg_foreign_data_wrapper w
        union all
        select 'pg_foreign_server'::regclass, s.oid, s.srvname from pg_foreign_server s
        union all
        select 'pg_publication'::regclass, p.oid, p.pubname from pg_publication p
        union all
        select 'pg_event_trigger'::regclass, e.oid, e.evtname from pg_event_trigger e
      ) as b (classid, objid, name)
      where b.name = v_name and v_signature.schema_name is null
      union all
      select g.classid, g.objid, c.relnamespace, c.relname
      from (
        select 'pg_trigger'::regclass::oid, t.oid, t.tgrelid from pg_trigger t
        where t.tgname = v_part.part_name
        union all
        select 'pg_rewrite'::regclass, w.oid, w.ev_class from pg_rewrite w
        where w.rulename = v_part.part_name
        union all
        select 'pg_policy'::regclass, p.oid, p.polrelid from pg_policy p
        where p.polname = v_part.part_name
      ) as g (classid, objid, relation)
      join pg_class c on c.oid = g.relation
      where c.relname = v_relation[cardinality(v_relation)]
        and (cardinality(v_relation) = 1 or c.relnamespace = (
          select n.oid from pg_namespace n where n.nspname = v_relation[1]))
    ) as o (classid, objid, schema, name)
    where (v_signature.schema_name is null or o.schema = v_namespace)
      -- A name alone means the user's object where there is one.
      and (v_signature.schema_name is not null or o.schema is null
        or o.schema in (select u.oid from pggit.user_schemas u))
  ) f;
end
$pggit$;

comment on function pggit._objects_named(text) is
  'The catalog addresses that a name, in any spelling, may mean.';
