import { grantsOf, hashOf, versionedHashOf } from './expressions.js';

/** Views and materialized views. */
export const VIEWS_PART = `
select
  case c.relkind when 'v' then 'view' else 'materialized view' end,
  format('pggit.%I', c.relname),
  'pg_class'::regclass::oid, c.oid,
  (
    select jsonb_agg(jsonb_build_array(
      a.attname, format_type(a.atttypid, a.atttypmod), a.attcollation::regcollation::text
    ) order by a.attnum)
    from pg_attribute a
    where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
  ),
  ${versionedHashOf('jsonb_build_array(pg_get_viewdef(c.oid))')},
  ${hashOf("jsonb_build_array(c.reloptions, obj_description(c.oid, 'pg_class'))")},
  ${grantsOf('c.relacl', 'r', 'c.relowner')},
  null
from pg_class c
where c.relnamespace = (select oid from pg_namespace where nspname = 'pggit')
  and c.relkind in ('v', 'm')`;
