import { grantsOf, hashOf } from './expressions.js';

/** Composite types, enums, domains and ranges; not the row types of tables, nor array types. */
export const TYPES_PART = `
select
  'type', format('pggit.%I', t.typname),
  'pg_type'::regclass::oid, t.oid,
  null,
  ${hashOf(`jsonb_build_array(
    t.typtype,
    (
      select jsonb_agg(jsonb_build_array(a.attname, format_type(a.atttypid, a.atttypmod))
        order by a.attnum)
      from pg_attribute a
      where a.attrelid = t.typrelid and a.attnum > 0 and not a.attisdropped
    ),
    (
      select jsonb_agg(e.enumlabel order by e.enumsortorder)
      from pg_enum e
      where e.enumtypid = t.oid
    ),
    case when t.typtype = 'd' then jsonb_build_array(
      format_type(t.typbasetype, t.typtypmod), t.typnotnull, t.typdefault,
      (
        select jsonb_agg(pg_get_constraintdef(k.oid) order by k.conname collate "C")
        from pg_constraint k
        where k.contypid = t.oid and k.contype = 'c'
      )
    ) end,
    (select format_type(r.rngsubtype, null) from pg_range r where r.rngtypid = t.oid)
  )`)},
  ${hashOf("jsonb_build_array(obj_description(t.oid, 'pg_type'))")},
  ${grantsOf('t.typacl', 'T', 't.typowner')},
  null
from pg_type t
left join pg_class c on c.oid = t.typrelid
where t.typnamespace = (select oid from pg_namespace where nspname = 'pggit')
  and (t.typtype in ('e', 'd', 'r') or (t.typtype = 'c' and c.relkind = 'c'))`;
