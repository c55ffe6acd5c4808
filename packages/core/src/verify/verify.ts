import { CANONICAL_SETTINGS } from '../catalog/query.js';
import { readCatalog } from '../catalog/read-catalog.js';
import type { Queryable } from '../connection/queryable.js';
import { inTransaction, READ_ONLY } from '../connection/transaction.js';
import { withClient } from '../connection/with-client.js';
import type { EngineSource } from '../engine/source.js';
import { readInstalled } from '../installer/installed.js';
import { compareCatalog } from './compare.js';
import { withOwnFunctions } from './damaged.js';
import { ENGINE_ROLES, expectationOf } from './expectation.js';
import type { Finding } from './finding.js';
import { verifyHistoryTables, verifyLinkTriggers } from './history-tables.js';
import { verifyAge, verifyMigrations } from './migrations.js';
import { verifyRecords } from './records.js';

/** Compares a database with `engine`; see `verify`, which brings the bundled one. */
export async function verifyEngine(db: Queryable, engine: EngineSource): Promise<Finding[]> {
  return withClient(db, (client) =>
    inTransaction(client, READ_ONLY, 'verify', async () => ({
      result: await findingsOf(client, engine),
      keep: false,
    })),
  );
}

/** Every other finding would follow from this one. */
const EMPTY: Finding = {
  kind: 'missing',
  object: 'data of schema pggit',
  detail:
    'its tables are empty, as after a restore from a dump without data: there is no history, and nothing is captured',
  hint: 'begin a new history with `pggit install`, or restore the data of schema pggit as well',
};

async function findingsOf(client: Queryable, engine: EngineSource): Promise<Finding[]> {
  await client.query(CANONICAL_SETTINGS);
  const installed = await readInstalled(client);
  if (installed === undefined) {
    return [
      {
        kind: 'missing',
        object: 'schema pggit',
        detail: 'pggit is not installed in this database',
        hint: 'install it with `pggit install`, or with install() of @pggit/core',
      },
    ];
  }
  if (installed.contents === 'nothing') return [EMPTY];
  const expected = await expectationOf(client, engine, installed);
  const older = verifyAge(installed, engine);
  if (older !== undefined) {
    const findings = compareCatalog(await readCatalog(client), expected);
    return [older, ...findings.filter(({ kind }) => kind === 'disabled')];
  }
  const findings = [
    ...verifyMigrations(installed, engine),
    ...compareCatalog(await readCatalog(client), expected),
    ...(await verifyLinkTriggers(client)),
    ...(await verifyServerSettings(client)),
    ...(await verifyRoles(client, engine)),
  ];
  for (const look of [verifyHistoryTables, verifyRecords]) {
    findings.push(...(await withOwnFunctions(client, findings, () => look(client, engine))));
  }
  return findings;
}

/** PostgreSQL 17 and later can switch all event triggers off with a setting. */
async function verifyServerSettings(client: Queryable): Promise<Finding[]> {
  const { rows } = await client.query("select current_setting('event_triggers', true) as value");
  if (rows[0]?.value !== 'off') return [];
  return [
    {
      kind: 'disabled',
      object: 'setting event_triggers',
      detail: 'it is off for this session, so its changes are not captured',
      hint: 'find where it is set (ALTER SYSTEM, ALTER DATABASE, ALTER ROLE) and reset it there',
    },
  ];
}

async function verifyRoles(client: Queryable, engine: EngineSource): Promise<Finding[]> {
  const wanted = ENGINE_ROLES.filter((role) =>
    engine.manifest.some(({ grants }) => grants.some((grant) => grant.startsWith(`${role}=`))),
  );
  const { rows } = await client.query(
    'select rolname from pg_catalog.pg_roles where rolname = any($1::text[])',
    [wanted],
  );
  const existing = new Set(rows.map((row) => row.rolname));
  return wanted
    .filter((role) => !existing.has(role))
    .map((role) => ({
      kind: 'missing' as const,
      object: `role ${role}`,
      detail: 'it does not exist in this cluster',
      hint: 'install again as a role that may create roles',
    }));
}
