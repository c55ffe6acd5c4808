import { install, pggit, verify } from '@pggit/core';
import { useDatabase } from '@pggit/testing';
import { leftOver, readHistory } from '@pggit/testing/contract';
import { expect, it } from 'vitest';
import { LiquibaseSession } from '../sql/locks/liquibase-session.js';
import { firstRelease } from './first-release.js';

const db = useDatabase({ engine: false });

it('an upgrade of an engine that knew nothing of Liquibase takes its tables for what they are', async () => {
  await db.client.query(await firstRelease('engine.sql'));
  const tool = new LiquibaseSession(await db.connect());
  await tool.createTables();
  await tool.run(() => tool.changeset('1', 'create table public.a (id int)'));
  const tracked = async () => {
    const { rows } = await db.client.query(
      "select identity from pggit.live_objects where kind = 'table' order by identity",
    );
    return rows.map(({ identity }) => identity);
  };
  const own = ['public.databasechangelog', 'public.databasechangeloglock'];
  expect(await tracked()).toEqual(['public.a', ...own]);

  await install(db.client);

  expect(await tracked()).toEqual(['public.a']);
  expect(await verify(db.client)).toEqual([]);
  expect(await leftOver(db.client)).toEqual([]);
  await tool.run(() => tool.changeset('2', 'create table public.b (id int)'));
  const { deployments, links } = await readHistory(db.client);
  expect(deployments).toHaveLength(1);
  expect(links.map(({ key }) => key)).toEqual(['log.sql::2::me']);
  expect(await pggit(db.client).backfillLinks()).toMatchObject([{ rowsFound: 2, rowsLinked: 1 }]);
});
