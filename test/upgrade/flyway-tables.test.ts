import { install, pggit } from '@pggit/core';
import { useDatabase } from '@pggit/testing';
import { expect, it } from 'vitest';
import { HISTORY, migrate } from '../sql/flyway/run.js';
import { linksOf } from '../sql/links/readback.js';
import { firstRelease } from './first-release.js';

const db = useDatabase({ engine: false });

it('what Flyway did under an engine that did not know it is linked to the commits that have it', async () => {
  await db.client.query(await firstRelease('engine.sql'));
  await db.client.query(HISTORY);
  const run = { main: await db.connect(), migration: await db.connect() };
  const without = { callbacks: false };
  await migrate(run, 1, ['create table public.a ()'], without);
  await db.client.query('create table public.by_hand ()');
  await migrate(run, 2, ['create table public.b ()'], without);
  await migrate(run, 3, ['create table public.c1 ()', 'create table public.c2 ()'], {
    ...without,
    transaction: false,
  });
  await migrate(run, 4, ['select 1'], without);
  await db.client.query('create table public.later ()');
  // As `repair` does: the row has another transaction then.
  await db.client.query(
    'update public.flyway_schema_history set checksum = 2 where installed_rank = 2',
  );
  await install(db.client);

  expect(await pggit(db.client).backfillLinks()).toMatchObject([{ rowsFound: 4, rowsLinked: 4 }]);

  const made: Record<string, string[]> = {};
  for (const { key, commit } of await linksOf(db.client)) {
    const { rows } = await db.client.query(
      'select new_identity as name from pggit.changes where commit_id = $1',
      [commit],
    );
    made[key] = rows.map(({ name }) => name);
  }
  // The fourth changed nothing: it belongs to the state it found.
  expect(made).toEqual({ 1: ['public.a'], 2: ['public.b'], 3: ['public.c2'], 4: ['public.c2'] });
});
