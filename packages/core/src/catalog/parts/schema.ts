import { grantsOf, hashOf } from './expressions.js';

/** The schema itself. */
export const SCHEMA_PART = `
select
  'schema' as kind, 'pggit' as identity,
  'pg_namespace'::regclass::oid as classid, n.oid as objid,
  null::jsonb as signature,
  null::text as body_hash,
  ${hashOf("jsonb_build_array(obj_description(n.oid, 'pg_namespace'))")} as attributes_hash,
  ${grantsOf('n.nspacl', 'n', 'n.nspowner')} as grants,
  null::"char" as enabled
from pg_namespace n
where n.nspname = 'pggit'`;
