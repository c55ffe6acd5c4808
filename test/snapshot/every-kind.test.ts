import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pggit } from '@pggit/core';
import { clientPrograms, postgresMajor, useDatabase } from '@pggit/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { EVERYTHING } from '../sql/oracle/roads/everything.js';
import { ROADS_TO_KINDS } from '../sql/oracle/roads/kinds.js';
import { ROADS_TO_RELATIONS } from '../sql/oracle/roads/relations.js';
import { differences, load, snapshotInto } from './load.js';

const programs = await clientPrograms();

const ROADS = [...ROADS_TO_RELATIONS, ...ROADS_TO_KINDS].filter(
  ({ since = 0 }) => since <= postgresMajor(),
);

describe.skipIf(programs === undefined)('a snapshot of something of every kind', () => {
  const db = useDatabase();
  const empty = useDatabase({ engine: false });
  let folder: string;
  let done = 0;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'pggit-snapshot-'));
    for (const statement of EVERYTHING.one) await db.client.query(statement);
    for (const [n, { one }] of ROADS.entries()) {
      await db.client.query(`create schema "Road ${n}"; set search_path = "Road ${n}", public`);
      for (const statement of one) {
        // What one road has made for the whole database is there already for the next.
        done += await db.client.query(statement).then(
          () => 1,
          () => 0,
        );
      }
    }
    await db.client.query('reset search_path; select pggit.capture()');
  }, 60_000);
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it('loads into an empty database and gives the same state, secrets aside', async () => {
    expect(done).toBeGreaterThan(55);
    const { unwritten } = await snapshotInto(folder, db.client);
    expect(new Set(unwritten.map(({ attributes }) => attributes?.join()))).toEqual(
      new Set(['option_names']),
    );
    await load(programs as NonNullable<typeof programs>, folder, empty);
    const found = await differences(db.client, empty.client);
    expect(found.filter((line) => !line.startsWith('changed user mapping'))).toEqual([]);
    expect(found).toHaveLength(unwritten.length);
  });

  it('has every kind that there is', async () => {
    const kinds = await db.client.query('select kind from pggit.kinds order by kind');
    const found = new Set((await pggit(db.client).objects()).map(({ kind }) => kind));
    expect(kinds.rows.map(({ kind }) => kind).filter((kind) => !found.has(kind))).toEqual([]);
  });
});
