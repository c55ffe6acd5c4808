-- Describes the given addresses as the catalog has them now; what is not there, is not modelled or
-- belongs to an extension, or to a type as the constructors of a range do, is simply not returned.
-- One call per kind, over all its objects at once.
--
-- Everything is looked up by key: the planner, who expects few objects, would otherwise read all of
-- pg_type or pg_description to hash or merge it. It also makes each call quadratic in its objects, so
-- that many of them are described in batches.
--
-- The settings pin everything a deparsed expression depends on, so that the same catalog gives the
-- same text in every session. lock_timeout: rendering a view opens what it reads, and describing must
-- never wait for somebody else's lock (_await_locks says why). What is locked is tried again once, after
-- a moment. An object that still is, or that another session is dropping, comes back with its address
-- and no definition: not gone, not to be read now.

create or replace function pggit._describe(
  p_classids oid[],
  p_objids oid[],
  p_kind text default null
)
returns setof pggit._description
language plpgsql
stable
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan
set enable_seqscan = off
set enable_hashjoin = off
set enable_mergejoin = off
set jit = off
set datestyle = 'ISO, YMD'
set intervalstyle = postgres
set timezone = 'UTC'
set extra_float_digits = 1
set bytea_output = hex
set quote_all_identifiers = off
set standard_conforming_strings = on
set lock_timeout = '1ms'
as $pggit$
declare
  r_kind record;
  v_oid oid;
  v_has_waited boolean := false;
begin
  for r_kind in
    select p_kind as kind, p_classids[1] as catalog, p_objids as oids where p_kind is not null
    union all
    (select k.kind, k.catalog, array_agg(o.objid)
    from (
      select u.classid, u.objid, u.n / 250 as batch,
        case u.classid
          when 'pg_class'::regclass then (select c.relkind from pg_class c where c.oid = u.objid)
          when 'pg_type'::regclass then (select t.typtype from pg_type t where t.oid = u.objid)
          when 'pg_proc'::regclass then (select p.prokind from pg_proc p where p.oid = u.objid)
        end as class
      from unnest(p_classids, p_objids) with ordinality as u (classid, objid, n)
      where p_kind is null and not exists (
        select from pg_depend e
        where e.classid = u.classid and e.objid = u.objid
          and (e.deptype = 'e' or (e.deptype = 'i' and e.classid = 'pg_proc'::regclass)))
    ) o
    join pggit.kinds k
      on k.catalog = o.classid and (k.class_column is null or o.class::text = any (k.classes))
    group by k.position, k.kind, k.catalog, o.batch
    order by k.position, o.batch)
  loop
    begin
      return query select * from pggit._describe_kind(r_kind.kind, r_kind.oids);
    exception when lock_not_available or internal_error or undefined_table then
      if not v_has_waited then
        perform pggit._await_locks();
        v_has_waited := true;
      end if;
      foreach v_oid in array r_kind.oids loop
        begin
          return query select * from pggit._describe_kind(r_kind.kind, array[v_oid]);
        exception when lock_not_available or internal_error or undefined_table then
          return query select null, r_kind.catalog, v_oid, null, null, null::oid, null::text[],
            null::jsonb;
        end;
      end loop;
    end;
  end loop;
end
$pggit$;

comment on function pggit._describe(oid[], oid[], text) is
  'Describes the objects at the given addresses as the catalog has them now.';
