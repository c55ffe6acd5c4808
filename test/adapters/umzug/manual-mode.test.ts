import { install } from '@pggit/core';
import { uniqueRole, useDatabase } from '@pggit/testing';
import { changesOf, readHistory } from '@pggit/testing/contract';
import { withPggit } from '@pggit/umzug';
import { expect, it } from 'vitest';
import { notices, table, tableStorage, umzugOf } from './shop.js';

const db = useDatabase({ engine: false });

it('in manual mode, runs are recorded by comparing the catalog, and each row is linked once', async () => {
  const { name, password } = await uniqueRole(db.client);
  await db.client.query(`
    grant create on database ${db.name} to ${name};
    grant create on schema public to ${name}`);
  const pool = db.pool({ user: name, password, max: 2 });
  expect(await install(pool)).toMatchObject({ mode: 'manual' });
  const migrations = [table('a'), table('b')];
  const umzug = withPggit(umzugOf(pool, migrations, tableStorage(pool)), {
    pool,
    historyTable: 'public.schema_log',
    ...notices(),
  });

  await umzug.up();
  migrations.push(table('c'));
  await pool.query('create table public.by_hand ()');
  await umzug.up();
  await umzug.down();

  const { deployments, links } = await readHistory(db.client);
  const [first, second, back] = deployments.map(({ commit }) => commit);
  const source = 'public.schema_log';
  expect(links).toMatchObject([
    { key: 'a', source, commit: first },
    { key: 'b', source, commit: first },
    { key: 'c', source, direction: 'up', commit: second },
    { key: 'c', source, direction: 'down', commit: back },
  ]);
  expect(links).toHaveLength(4);
  expect(await changesOf(db.client, second ?? null)).toEqual(['added table public.c']);
});
