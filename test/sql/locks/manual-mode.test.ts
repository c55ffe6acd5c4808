import { install } from '@pggit/core';
import { uniqueRole, useDatabase } from '@pggit/testing';
import { changesOf, leftOver, readHistory } from '@pggit/testing/contract';
import { expect, it } from 'vitest';
import { LiquibaseSession } from './liquibase-session.js';

const db = useDatabase({ engine: false });

it('without event triggers a run is recorded by comparing the catalog once its lock is attached', async () => {
  const { name, password } = await uniqueRole(db.client);
  await db.client.query(`
    grant create on database ${db.name} to ${name};
    grant create on schema public to ${name}`);
  const session = await db.connect({ user: name, password });
  const tool = new LiquibaseSession(session);
  await tool.createTables();
  expect(await install(session)).toMatchObject({ mode: 'manual' });
  await session.query('create table public.by_hand ()');

  await tool.run(async () => {
    await tool.changeset('1', 'create table public.a (id int)');
    await tool.changeset('2', 'create table public.b (id int)');
  });

  const { deployments, links, commits } = await readHistory(db.client);
  // Nothing says what came when, so nothing says that it failed.
  expect(deployments).toMatchObject([{ status: 'completed', commit: commits[1]?.id }]);
  expect(links.map(({ key, commit }) => [key, commit])).toEqual([
    ['log.sql::1::me', commits[1]?.id],
    ['log.sql::2::me', commits[1]?.id],
  ]);
  expect(await changesOf(db.client, commits[1]?.id ?? null)).toEqual([
    'added table public.a',
    'added table public.b',
  ]);
  expect(await leftOver(db.client)).toEqual([]);
});
