-- Kind, schema and identity of a relation, routine or type, as pggit writes them, tracked or not. The array
-- of a type stands for the type, its row type for a table. No row for anything else.

create or replace function pggit._name_of(p_classid oid, p_objid oid)
returns table (kind text, schema_name text, identity text, classid oid, objid oid)
language plpgsql
stable
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan
as $pggit$
declare
  v_type pg_type;
begin
  if p_classid = 'pg_type'::regclass then
    select t.* into v_type from pg_type t where t.oid = p_objid;
    if v_type.typcategory = 'A' and v_type.typelem <> 0 then
      select t.* into v_type from pg_type t where t.oid = v_type.typelem;
    end if;
    if v_type.typrelid <> 0 then
      return query select * from pggit._name_of('pg_class'::regclass, v_type.typrelid);
    else
      return query
      select k.kind, n.nspname::text, format('%I.%I', n.nspname, v_type.typname),
        'pg_type'::regclass::oid, v_type.oid
      from pg_namespace n
      join pggit.kinds k
        on k.catalog = 'pg_type'::regclass and v_type.typtype::text = any (k.classes)
      where n.oid = v_type.typnamespace;
    end if;
  elsif p_classid = 'pg_class'::regclass then
    return query
    select coalesce(k.kind, 'composite type'), n.nspname::text, format('%I.%I', n.nspname, c.relname),
      case c.relkind when 'c' then 'pg_type'::regclass::oid else p_classid end,
      case c.relkind when 'c' then c.reltype else c.oid end
    from pg_class c
    join pg_namespace n on n.oid = c.relnamespace
    left join pggit.kinds k
      on k.catalog = 'pg_class'::regclass and c.relkind::text = any (k.classes)
    where c.oid = p_objid and (k.kind is not null or c.relkind = 'c');
  elsif p_classid = 'pg_proc'::regclass then
    return query
    select k.kind, n.nspname::text,
      format('%I.%I(%s)', n.nspname, p.proname,
        case p.prokind
          when 'a' then pggit._aggregate_signature(
            p.proargtypes::oid[], a.aggkind, a.aggnumdirectargs)
          else pggit._type_list(p.proargtypes::oid[]) end),
      p_classid, p.oid
    from pg_proc p
    join pg_namespace n on n.oid = p.pronamespace
    join pggit.kinds k
      on k.catalog = 'pg_proc'::regclass and p.prokind::text = any (k.classes)
    left join pg_aggregate a on a.aggfnoid = p.oid
    where p.oid = p_objid;
  end if;
end
$pggit$;

comment on function pggit._name_of(oid, oid) is
  'Kind, schema and identity of a relation, routine or type.';
