import {
  createEngineSource,
  describeEngine,
  type EngineSource,
  type SqlFile,
} from '@pggit/core/engine';
import { uniqueName } from '@pggit/testing';
import pg from 'pg';

/** The bookkeeping that the installer itself needs; every engine begins with it. */
const BOOKKEEPING: SqlFile = {
  name: 'schema/0001_engine.sql',
  sql: `
    create schema if not exists pggit;
    create table pggit.schema_migrations (
      id int primary key, name text not null, checksum text not null,
      applied_at timestamptz not null default clock_timestamp());
    create table pggit.manifest (
      kind text not null, identity text not null, body_hash text not null,
      attributes_hash text not null, primary key (kind, identity));
    create table pggit.settings (name text primary key, value jsonb not null);`,
};

/**
 * A small engine of a test's own, described in a scratch database of the same server, as the build
 * describes the real one.
 *
 * @param client a superuser's connection
 * @param files path to SQL, beside the bookkeeping
 */
export async function fixtureEngine(
  client: pg.Client,
  version: string,
  files: Record<string, string>,
): Promise<EngineSource> {
  const tree = Object.entries(files).map(([name, sql]) => ({ name, sql }));
  const engine = createEngineSource([BOOKKEEPING, ...tree], version);
  const database = uniqueName('scratch');
  await client.query(`create database ${database}`);
  try {
    const scratch = new pg.Client({ ...parametersOf(client), database });
    await scratch.connect();
    try {
      return await describeEngine(scratch, engine);
    } finally {
      await scratch.end();
    }
  } finally {
    await client.query(`drop database ${database}`);
  }
}

function parametersOf({ host, port, user, password }: pg.Client): pg.ClientConfig {
  return {
    host,
    port,
    ...(user === undefined ? {} : { user }),
    ...(typeof password === 'string' ? { password } : {}),
  };
}
