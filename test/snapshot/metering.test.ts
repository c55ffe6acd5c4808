import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { pggit } from '@pggit/core';
import { runner } from '@pggit/node-pg-migrate';
import { clientPrograms, useDatabase } from '@pggit/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { differences, load, snapshotInto } from './load.js';

const METERING = fileURLToPath(new URL('../../fixtures/node-pg-migrate/', import.meta.url));
const QUIET = { debug() {}, info() {}, warn() {}, error() {} };
const programs = await clientPrograms();

describe.skipIf(programs === undefined)('a snapshot of the metering database', () => {
  const db = useDatabase();
  const empty = useDatabase({ engine: false });
  const other = useDatabase({ engine: false });
  let folder: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'pggit-snapshot-'));
    const options = {
      dir: `${METERING}migrations/*`,
      useGlob: true,
      direction: 'up' as const,
      migrationsTable: 'pgmigrations',
      databaseUrl: db.url,
      logger: QUIET,
      pggit: { onNotice: () => {} },
    };
    await runner({ ...options, count: 30 });
    await runner(options);
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it('loads into an empty database and gives the same state hash', async () => {
    const { files, unwritten } = await snapshotInto(join(folder, 'live'), db.client);
    expect(unwritten).toEqual([]);
    expect(files.length).toBeGreaterThan(100);
    await load(programs as NonNullable<typeof programs>, join(folder, 'live'), empty);
    expect(await differences(db.client, empty.client)).toEqual([]);
    expect(await pggit(empty.client).stateHash()).toBe(await pggit(db.client).stateHash());
  });

  it('does so for a state of the past as well', async () => {
    const ref = (await pggit(db.client).log())[1]?.commitId ?? '';
    const { unwritten } = await snapshotInto(join(folder, 'past'), db.client, ref);
    expect(unwritten).toEqual([]);
    await load(programs as NonNullable<typeof programs>, join(folder, 'past'), other);
    expect(await differences(db.client, other.client, ref)).toEqual([]);
    expect(await pggit(other.client).stateHash()).toBe(await pggit(db.client).stateHash(ref));
  });
});
