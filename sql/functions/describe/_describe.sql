-- Describes the given addresses as the catalog has them now; what is not there, is not modelled or
-- belongs to an extension, or to a type as the constructors of a range do, is simply not returned.
-- One call per kind, over all its objects at once; p_kind: all are of that one.
--
-- Everything is looked up by key: the planner, who expects few objects, would otherwise read all of
-- pg_type or pg_description to hash or merge it. It also makes each call quadratic in its objects, so
-- that many of them are described in batches.
--
-- The settings pin everything a deparsed expression depends on, so that the same catalog gives the
-- same text in every session. lock_timeout: rendering a view opens what it reads, and describing must
-- never wait for somebody else's lock (_await_locks says why). What is locked is tried again once, after
-- a moment, object by object (p_is_alone). One that still is, or that another session is dropping, comes
-- back with its address and no definition: not gone, not to be read now.
--
-- A transaction that keeps one snapshot may see a row of the catalog in two versions: the one of its snapshot,
-- and its own of what another session had changed meanwhile. Such an object is not to be read, either.
--
-- Rendering also locks what it opens, to the end of the transaction, and that may be far: a history row
-- is described for in the middle of a migration. So the block that rendered is taken back, which gives
-- its locks back and nothing else: nothing is written in it, and rows that were returned stay.

create or replace function pggit._describe(
  p_classids oid[],
  p_objids oid[],
  p_kind text default null,
  p_is_alone boolean default false
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
  r record;
  v_done int := 0;
  v_has_waited boolean := false;
  v_is_complete boolean := false;
begin
  -- One block for all kinds, entered again after the kind that failed: what was returned before stays.
  loop
    begin
      for r in
        select p_kind as kind, p_classids[1] as catalog, p_objids as oids where p_kind is not null
        union all
        (select k.kind, k.catalog, array_agg(o.objid)
        from (
          select u.classid, u.objid, u.n / 250 as batch,
            case u.classid
              when 'pg_class'::regclass then (
                select c.relkind from pg_class c where c.oid = u.objid limit 1)
              when 'pg_type'::regclass then (
                select t.typtype from pg_type t where t.oid = u.objid limit 1)
              when 'pg_proc'::regclass then (
                select p.prokind from pg_proc p where p.oid = u.objid limit 1)
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
        offset v_done
      loop
        -- One static statement each, so that a session plans it only when it meets the kind.
        case r.kind
          when 'table' then return query select * from pggit._describe_table(r.oids);
          when 'index' then return query select * from pggit._describe_index(r.oids);
          when 'sequence' then return query select * from pggit._describe_sequence(r.oids);
          when 'view' then return query select * from pggit._describe_view(r.oids);
          when 'materialized view' then
            return query select * from pggit._describe_materialized_view(r.oids);
          when 'function' then return query select * from pggit._describe_function(r.oids);
          when 'procedure' then return query select * from pggit._describe_procedure(r.oids);
          when 'trigger' then return query select * from pggit._describe_trigger(r.oids);
          when 'rule' then return query select * from pggit._describe_rule(r.oids);
          when 'policy' then return query select * from pggit._describe_policy(r.oids);
          when 'statistics' then return query select * from pggit._describe_statistics(r.oids);
          when 'schema' then return query select * from pggit._describe_schema(r.oids);
          when 'extension' then return query select * from pggit._describe_extension(r.oids);
          when 'enum' then return query select * from pggit._describe_enum(r.oids);
          when 'domain' then return query select * from pggit._describe_domain(r.oids);
          when 'composite type' then
            return query select * from pggit._describe_composite_type(r.oids);
          when 'range type' then return query select * from pggit._describe_range_type(r.oids);
          when 'collation' then return query select * from pggit._describe_collation(r.oids);
          when 'aggregate' then return query select * from pggit._describe_aggregate(r.oids);
          when 'foreign table' then
            return query select * from pggit._describe_foreign_table(r.oids);
          when 'foreign server' then
            return query select * from pggit._describe_foreign_server(r.oids);
          when 'foreign data wrapper' then
            return query select * from pggit._describe_foreign_data_wrapper(r.oids);
          when 'user mapping' then return query select * from pggit._describe_user_mapping(r.oids);
          when 'publication' then return query select * from pggit._describe_publication(r.oids);
          when 'event trigger' then
            return query select * from pggit._describe_event_trigger(r.oids);
          when 'default privileges' then
            return query select * from pggit._describe_default_privileges(r.oids);
        end case;
        v_done := v_done + 1;
      end loop;
      v_is_complete := true;
      raise sqlstate 'UNDO0';
    exception
      when sqlstate 'UNDO0' then null;
      when lock_not_available or internal_error or undefined_table or cardinality_violation then
        if p_is_alone then
          return query select null, p_classids[1], p_objids[1], null, null, null::oid, null::text[],
            null::jsonb;
          return;
        end if;
    end;
    exit when v_is_complete;
    if not v_has_waited then
      perform pggit._await_locks();
      v_has_waited := true;
    end if;
    return query
    select d.* from unnest(r.oids) as o (oid)
    cross join lateral pggit._describe(array[r.catalog], array[o.oid], r.kind, true) d;
    v_done := v_done + 1;
  end loop;
end
$pggit$;

comment on function pggit._describe(oid[], oid[], text, boolean) is
  'Describes the objects at the given addresses as the catalog has them now.';
