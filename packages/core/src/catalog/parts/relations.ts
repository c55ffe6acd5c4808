import { grantsOf, hashOf } from './expressions.js';

/** Indexes that no constraint made; those that one did are part of their table. */
export const INDEXES_PART = `
select
  'index', format('pggit.%I', c.relname),
  'pg_class'::regclass::oid, c.oid,
  null,
  ${hashOf('jsonb_build_array(pg_get_indexdef(c.oid))')},
  ${hashOf('jsonb_build_array(i.indisvalid)')},
  '{}'::text[],
  null
from pg_class c
join pg_index i on i.indexrelid = c.oid
where c.relnamespace = (select oid from pg_namespace where nspname = 'pggit')
  and not exists (select from pg_constraint k where k.conindid = c.oid and k.contype <> 'f')`;

/** Sequences that belong to no column; the others are part of their table. */
export const SEQUENCES_PART = `
select
  'sequence', format('pggit.%I', c.relname),
  'pg_class'::regclass::oid, c.oid,
  null,
  ${hashOf(`jsonb_build_array(
    format_type(s.seqtypid, null), s.seqstart, s.seqincrement, s.seqmin, s.seqmax, s.seqcycle
  )`)},
  ${hashOf("jsonb_build_array(obj_description(c.oid, 'pg_class'))")},
  ${grantsOf('c.relacl', 's', 'c.relowner')},
  null
from pg_class c
join pg_sequence s on s.seqrelid = c.oid
where c.relnamespace = (select oid from pg_namespace where nspname = 'pggit')
  and not exists (
    select from pg_depend d
    where d.classid = 'pg_class'::regclass and d.objid = c.oid and d.deptype in ('a', 'i')
  )`;
