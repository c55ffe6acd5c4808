import { grantsOf, hashOf } from './expressions.js';

/**
 * Tables: columns are the body; constraints, persistence and options the attributes. Compression is
 * left out because it depends on what the server was built with; NOT NULL because PostgreSQL 18
 * lists it among the constraints and older versions do not.
 */
export const TABLES_PART = `
select
  'table', format('pggit.%I', c.relname),
  'pg_class'::regclass::oid, c.oid,
  null,
  ${hashOf(`(
    select jsonb_agg(jsonb_build_array(
      a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull, a.attidentity, a.attgenerated,
      pg_get_expr(d.adbin, d.adrelid)
    ) order by a.attnum)
    from pg_attribute a
    left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
    where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
  )`)},
  ${hashOf(`jsonb_build_array(
    c.relpersistence, c.relrowsecurity, c.reloptions, obj_description(c.oid, 'pg_class'),
    (
      select jsonb_agg(
        jsonb_build_array(k.conname, pg_get_constraintdef(k.oid)) order by k.conname collate "C")
      from pg_constraint k
      where k.conrelid = c.oid and k.contype in ('p', 'u', 'f', 'c', 'x')
    )
  )`)},
  ${grantsOf('c.relacl', 'r', 'c.relowner')},
  null
from pg_class c
where c.relnamespace = (select oid from pg_namespace where nspname = 'pggit')
  and c.relkind in ('r', 'p')`;
