import { hashOf } from './expressions.js';

/** Triggers on pggit's own tables and views. */
export const TRIGGERS_PART = `
select
  'trigger', format('%I on pggit.%I', t.tgname, c.relname),
  'pg_trigger'::regclass::oid, t.oid,
  null,
  ${hashOf('jsonb_build_array(pg_get_triggerdef(t.oid))')},
  ${hashOf("jsonb_build_array(obj_description(t.oid, 'pg_trigger'))")},
  '{}'::text[],
  t.tgenabled
from pg_trigger t
join pg_class c on c.oid = t.tgrelid
where c.relnamespace = (select oid from pg_namespace where nspname = 'pggit')
  and not t.tgisinternal`;

/**
 * Event triggers that call a function of schema pggit. REINDEX is a tag from PostgreSQL 17 on only,
 * and the manifest is one for all versions.
 */
export const EVENT_TRIGGERS_PART = `
select
  'event trigger', format('%I', t.evtname),
  'pg_event_trigger'::regclass::oid, t.oid,
  null,
  ${hashOf("jsonb_build_array(t.evtevent, format('%I.%I', 'pggit', p.proname), array_remove(t.evttags, 'REINDEX'))")},
  ${hashOf("jsonb_build_array(obj_description(t.oid, 'pg_event_trigger'))")},
  '{}'::text[],
  t.evtenabled
from pg_event_trigger t
join pg_proc p on p.oid = t.evtfoid
where p.pronamespace = (select oid from pg_namespace where nspname = 'pggit')`;
