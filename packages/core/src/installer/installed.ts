import { keyOf } from '../catalog/read-catalog.js';
import type { Queryable } from '../connection/queryable.js';
import { SchemaOccupiedError } from '../errors/install.js';
import type { EngineMode } from './options.js';

/** A schema migration as the database remembers it. */
export interface AppliedMigration {
  readonly id: number;
  readonly name: string;
  readonly checksum: string;
}

/** The engine that a database says it has. */
export interface InstalledEngine {
  readonly version: string;
  /** Checksum of the SQL tree it was installed from. */
  readonly checksum: string | undefined;
  readonly mode: EngineMode;
  readonly migrations: readonly AppliedMigration[];
  /** Body hash of each part when it was installed, by kind and identity. */
  readonly manifest: ReadonlyMap<string, string>;
  /**
   * What the tables hold. `nothing`: they were restored from a dump without data. `remains`: what an
   * installation writes is gone, and something else is there.
   */
  readonly contents: 'complete' | 'nothing' | 'remains';
}

/** What tells a restore without data from an engine that somebody damaged: tables, with a condition. */
const RECORDS: Readonly<Record<string, string>> = {
  branches: 'true',
  changes: 'true',
  commits: 'true',
  deployments: 'true',
  external_migrations: 'true',
  manifest: 'true',
  // Capture remembers which catalog it has seen, also where it has nothing to record.
  settings: "name <> 'catalog'",
  tags: 'true',
};

const BOOKKEEPING = ['manifest', 'schema_migrations', 'settings'];

/**
 * Reads what the database says of its engine; `undefined` when there is none.
 *
 * @throws SchemaOccupiedError when schema `pggit` holds something else
 * @throws the driver's error, 42501 when the role may not read it
 */
export async function readInstalled(client: Queryable): Promise<InstalledEngine | undefined> {
  const { rows } = await client.query(`
    select c.relname
    from pg_catalog.pg_class c
    join pg_catalog.pg_namespace n on n.oid = c.relnamespace
    where n.nspname = 'pggit' and c.relkind = 'r'`);
  const tables = new Set(rows.map((row) => row.relname));
  if (!BOOKKEEPING.every((name) => tables.has(name))) {
    const objects = await objectsOfSchema(client);
    if (objects.length > 0) throw new SchemaOccupiedError(objects);
    return undefined;
  }
  const settings = await readSettings(client);
  const migrations = await readMigrations(client);
  return {
    version: settings.get('engine_version') ?? '0.0.0',
    checksum: settings.get('engine_checksum'),
    mode: toMode(settings.get('mode')),
    migrations,
    manifest: await readManifest(client),
    contents: migrations.length > 0 ? 'complete' : await readContents(client, tables),
  };
}

/** The mode that was recorded last. */
export async function readMode(client: Queryable): Promise<EngineMode> {
  return toMode((await readSettings(client)).get('mode'));
}

function toMode(recorded: string | undefined): EngineMode {
  return recorded === 'event' ? 'event' : 'manual';
}

/** An empty schema may have been made for pggit by an administrator; anything in it was not. */
async function objectsOfSchema(client: Queryable): Promise<string[]> {
  const { rows } = await client.query(`
    select pg_catalog.pg_describe_object(d.classid, d.objid, 0) as object
    from pg_catalog.pg_depend d
    join pg_catalog.pg_namespace n on n.oid = d.refobjid
    where d.refclassid = 'pg_catalog.pg_namespace'::regclass
      and n.nspname = 'pggit'
      and d.deptype = 'n'
    order by 1
    limit 20`);
  return rows.map((row) => row.object);
}

async function readSettings(client: Queryable): Promise<Map<string, string>> {
  const { rows } = await client.query(`
    select name, value #>> '{}' as value
    from pggit.settings
    where name in ('engine_version', 'engine_checksum', 'mode')`);
  return new Map(rows.map((row) => [row.name, row.value]));
}

async function readMigrations(client: Queryable): Promise<AppliedMigration[]> {
  const { rows } = await client.query(
    'select id, name, checksum from pggit.schema_migrations order by id',
  );
  return rows;
}

/** Every installation records the migrations it applies; without any, these are looked at. */
async function readContents(
  client: Queryable,
  tables: ReadonlySet<string>,
): Promise<'nothing' | 'remains'> {
  for (const [table, condition] of Object.entries(RECORDS)) {
    if (!tables.has(table)) continue;
    const { rows } = await client.query(`select from pggit.${table} where ${condition} limit 1`);
    if (rows.length > 0) return 'remains';
  }
  return 'nothing';
}

async function readManifest(client: Queryable): Promise<Map<string, string>> {
  const { rows } = await client.query('select kind, identity, body_hash from pggit.manifest');
  return new Map(rows.map((row) => [keyOf(row), row.body_hash]));
}
