import type { Queryable } from '../connection/queryable.js';
import type { EngineMode } from '../installer/options.js';

/** Whether pggit is there and can be worked with over this connection. */
export interface InstallationState {
  readonly installed: boolean;
  /** Installed, this role may open a deployment, and the server takes writes. */
  readonly usable: boolean;
  /** Why it is not usable; `no_data`: its tables are empty, as after a restore without data. */
  readonly reason?: 'not_installed' | 'no_privilege' | 'read_only' | 'no_data';
  /** Absent when it is not installed, or this role may not read it. */
  readonly engineVersion?: string;
  /** Absent when it is not installed, or this role may not read it. */
  readonly mode?: EngineMode;
}

/** By name and without a cast to regclass or regprocedure, which fail for a role without USAGE. */
const STATE = `
select
  s.oid is not null as installed,
  coalesce(has_schema_privilege(n.oid, 'usage') and has_table_privilege(s.oid, 'select'), false)
    as readable,
  coalesce(has_schema_privilege(n.oid, 'usage') and has_function_privilege(f.oid, 'execute'), false)
    as permitted,
  pg_is_in_recovery() as standby
from (values ('pggit')) as name (schema)
left join pg_catalog.pg_namespace n on n.nspname = name.schema
left join pg_catalog.pg_class s on s.relnamespace = n.oid and s.relname = 'settings'
left join pg_catalog.pg_proc f on f.pronamespace = n.oid and f.proname = 'begin_deployment'
limit 1`;

/**
 * Looks whether pggit can be worked with. A state of pggit is never an error here; adapters call
 * this first and step aside when it is not usable.
 *
 * @throws the driver's error when the connection does not work
 */
export async function installationState(db: Queryable): Promise<InstallationState> {
  const { rows } = await db.query(STATE);
  const [state] = rows;
  if (!state?.installed) return { installed: false, usable: false, reason: 'not_installed' };
  const engine = state.readable ? await readEngine(db) : undefined;
  const isEmpty = engine !== undefined && engine.engineVersion === undefined;
  const reason = isEmpty ? 'no_data' : reasonOf(state);
  return {
    installed: true,
    usable: reason === undefined,
    ...(reason === undefined ? {} : { reason }),
    ...(isEmpty ? {} : engine),
  };
}

function reasonOf({ permitted, standby }: { permitted: boolean; standby: boolean }) {
  if (!permitted) return 'no_privilege';
  return standby ? 'read_only' : undefined;
}

async function readEngine(db: Queryable): Promise<Partial<InstallationState>> {
  const { rows } = await db.query(
    `select name, value #>> '{}' as value from pggit.settings where name in ('engine_version', 'mode')`,
  );
  const settings = new Map(rows.map((row) => [row.name, row.value]));
  const engineVersion = settings.get('engine_version');
  return {
    ...(engineVersion === undefined ? {} : { engineVersion }),
    mode: settings.get('mode') === 'event' ? 'event' : 'manual',
  };
}
