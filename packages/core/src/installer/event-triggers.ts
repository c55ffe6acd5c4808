import type { Queryable } from '../connection/queryable.js';
import type { EngineSource } from '../engine/source.js';
import { InstallPrivilegeError } from '../errors/install.js';
import type { EngineMode } from './options.js';
import type { Perform } from './step.js';

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
