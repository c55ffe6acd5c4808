import type { Queryable } from '../connection/queryable.js';
import type { EngineSource } from '../engine/source.js';
import { InstallPrivilegeError } from '../errors/install.js';
import type { EngineMode } from './options.js';
import type { Perform, Step } from './step.js';

/**
 * Takes the event triggers away until the new ones are made: a damaged engine would fail on the
 * very statements that repair it. Notes how each of them fires, when it is not the usual way.
 */
export const DROP_EVENT_TRIGGERS: Step = {
  name: 'drop event triggers',
  sql: `select pg_catalog.set_config('pggit.event_triggers_before', coalesce((
  select pg_catalog.jsonb_object_agg(t.evtname, t.evtenabled)::text
  from pg_catalog.pg_event_trigger t
  where t.evtname in ('pggit_ddl_trigger', 'pggit_drop_trigger') and t.evtenabled <> 'O'), '{}'), true);
drop event trigger if exists pggit_ddl_trigger; drop event trigger if exists pggit_drop_trigger;`,
};

/** Lets the new event triggers fire as the old ones did: one that was disabled stays disabled. */
export const KEEP_DISABLED: Step = {
  name: 'event triggers',
  sql: `do $pggit$
declare
  r record;
begin
  for r in
    select t.evtname, case b.value
      when 'D' then 'disable' when 'R' then 'enable replica' when 'A' then 'enable always' end as how
    from pg_catalog.jsonb_each_text(
      nullif(pg_catalog.current_setting('pggit.event_triggers_before', true), '')::jsonb) b
    join pg_catalog.pg_event_trigger t on t.evtname = b.key
  loop
    execute pg_catalog.format('alter event trigger %I %s', r.evtname, r.how);
  end loop;
end
$pggit$;`,
};

/**
 * Creates the event triggers. They need a privilege that the rest of the engine does not; where it
 * is missing the engine is left without them, in manual mode.
 */
export async function applyEventTriggers(perform: Perform, engine: EngineSource): Promise<void> {
  const name = 'event triggers';
  await perform({ name, sql: 'savepoint pggit_event_triggers;' });
  try {
    for (const file of engine.eventTriggers) await perform(file);
  } catch (error) {
    if (!(error instanceof InstallPrivilegeError)) throw error;
    await perform({ name, sql: 'rollback to savepoint pggit_event_triggers;' });
  }
  await perform({ name, sql: 'release savepoint pggit_event_triggers;' });
}

/**
 * The mode an installation will end in, as far as that can be known without trying: where event
 * triggers are there already, or for a superuser. Some managed services allow others too.
 */
export async function predictMode(client: Queryable, engine: EngineSource): Promise<EngineMode> {
  if (engine.eventTriggers.length === 0) return 'manual';
  const { rows } = await client.query(`
    select r.rolsuper or exists (
      select
      from pg_catalog.pg_event_trigger t
      join pg_catalog.pg_proc p on p.oid = t.evtfoid
      join pg_catalog.pg_namespace n on n.oid = p.pronamespace
      where n.nspname = 'pggit'
    ) as event
    from pg_catalog.pg_roles r
    where r.rolname = current_user`);
  return rows[0]?.event ? 'event' : 'manual';
}
