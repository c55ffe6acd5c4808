import { install, pggit, verify } from '@pggit/core';
import { bundledEngine } from '@pggit/core/engine';
import { postgresMajor, uniqueRole, useDatabase } from '@pggit/testing';
import type pg from 'pg';
import { beforeAll, describe, expect, it } from 'vitest';
import { begin, end, warningsOf } from '../sql/deployments/session.js';
import { shown, statusOf } from '../sql/history/readback.js';
import { expectationsOf, SOUND } from '../sql/kinds/observer.js';
import { createHistoryTable, record } from '../sql/links/history-table.js';
import { linksOf } from '../sql/links/readback.js';
import { differences, Witness } from './answer.js';
import { STATEMENTS } from './statements/index.js';

/**
 * Managed servers let an administrator who is no superuser make event triggers. This server has no such
 * role, so a superuser lends a hand with those: everything else is the administrator's, and runs with no
 * more rights than that. He may not even use the schemas of others.
 */
describe('an engine with event triggers whose owner is no superuser', () => {
  const without = useDatabase({ engine: false });
  const db = useDatabase({ engine: false });
  let administrator: pg.Client;

  beforeAll(async () => {
    const { name, password } = await uniqueRole(db.client, 'login createrole');
    await db.client.query(`grant create on database ${db.name} to ${name}`);
    administrator = await db.connect({ user: name, password });
    await install(administrator);
    for (const { sql } of bundledEngine.eventTriggers) await db.client.query(sql);
    await db.client.query(`update pggit.settings set value = '"event"' where name = 'mode'`);
  });

  it('changes nothing about what others do, and records it', async () => {
    const { name: role } = await uniqueRole(without.client);
    const plain = new Witness(await without.connect(), without.name);
    const tracked = new Witness(await db.connect(), db.name);
    expect(await differences(STATEMENTS, plain, tracked, role)).toEqual([]);
    // What no event tells of, whoever owns the engine.
    expect((await statusOf(db.client)).filter((line) => !line.startsWith('unmodelled'))).toEqual([
      'drift added table app.analyzed',
      'drift added table app.made_by_1',
      // A GRANT MAINTAIN, from PostgreSQL 17 on, has pggit look at what CLUSTER changed.
      postgresMajor() >= 17 ? 'drift added table app.unseen' : 'drift changed table app.read',
    ]);
    await administrator.query('select pggit.capture()');
    expect(await expectationsOf(administrator)).toEqual(SOUND);
  }, 60_000);

  it('leaves the deployments of other roles alone, whose sessions its owner may not see in full', async () => {
    const { name, password } = await uniqueRole(db.client, 'login in role pggit_deployer');
    const other = await db.connect({ user: name, password });
    await begin(other, 'theirs');
    expect((await administrator.query('select * from pggit.recover_deployments()')).rows).toEqual(
      [],
    );
    await end(other);
  });

  it('cannot put a trigger on the history table of another role, says so once, and links when it may', async () => {
    const migrating = await uniqueRole(db.client);
    await db.client.query(`create schema tool authorization ${migrating.name}`);
    const session = await db.connect({ user: migrating.name, password: migrating.password });
    const warnings = warningsOf(session);
    await createHistoryTable(session, 'tool.pgmigrations');
    await session.query('begin; create table tool.made (id int)');
    await record(session, '1_unlinked', 'tool.pgmigrations');
    await session.query('commit');
    expect(warnings).toEqual([
      {
        message:
          'pggit cannot link the rows of tool.pgmigrations: permission denied for schema tool',
        hint: expect.stringContaining('pggit.watch_history_table()'),
      },
    ]);
    expect(await shown(db.client)).toEqual(['added table tool.made']);
    expect(await linksOf(db.client)).toEqual([]);

    await db.client.query(`grant ${migrating.name} to ${administrator.user}`);
    await administrator.query(
      `select pggit.watch_history_table('tool.pgmigrations', 'node-pg-migrate')`,
    );
    await record(session, '2_linked', 'tool.pgmigrations');
    expect(await linksOf(db.client)).toMatchObject([{ key: '2_linked' }]);
    await administrator.query('select * from pggit.backfill_links()');
    expect((await linksOf(db.client)).map(({ key }) => key).sort()).toEqual([
      '1_unlinked',
      '2_linked',
    ]);
    expect(warnings).toHaveLength(1);
  });
});

describe('an engine in manual mode whose owner does not migrate', () => {
  const db = useDatabase({ engine: false });

  it('records what the migrating role did, and says what it lacks for links', async () => {
    const owner = await uniqueRole(db.client);
    await db.client.query(`grant create on database ${db.name} to ${owner.name}`);
    const administrator = await db.connect({ user: owner.name, password: owner.password });
    expect(await install(administrator)).toMatchObject({ mode: 'manual' });
    const migrating = await uniqueRole(db.client, 'login in role pggit_deployer');
    await db.client.query(`create schema tool authorization ${migrating.name}`);
    await administrator.query('select pggit.capture()');
    const session = await db.connect({ user: migrating.name, password: migrating.password });
    const warnings = warningsOf(session);

    const migrate = async (name: string) => {
      await begin(session, name);
      await session.query(`create table tool.${name} ()`);
      await record(session, name, 'tool.pgmigrations');
      await end(session);
    };
    await createHistoryTable(session, 'tool.pgmigrations');
    await migrate('first');

    expect(await shown(administrator)).toEqual(['added table tool.first']);
    expect(await linksOf(administrator)).toEqual([]);
    expect(warnings).toEqual([
      {
        message: expect.stringMatching(
          /^pggit: no link trigger on tool\.pgmigrations: permission denied/,
        ),
        hint: expect.stringContaining('pggit.backfill_links()'),
      },
    ]);
    // All who look for it know that its rows are not linked.
    const isOpen = async () => ({
      verify: (await verify(administrator)).map(({ kind, object }) => `${kind} ${object}`),
      consistency: (await pggit(administrator).verifyConsistency()).map(({ object }) => object),
    });
    expect(await isOpen()).toEqual({
      verify: ['missing trigger zz_pggit_link on tool.pgmigrations'],
      consistency: ['tool.pgmigrations'],
    });

    await db.client.query(`grant ${migrating.name} to ${owner.name}`);
    await migrate('second');
    expect(await shown(administrator)).toEqual(['added table tool.second']);
    expect((await linksOf(administrator)).map(({ key }) => key)).toEqual(['second']);
    await administrator.query('select * from pggit.backfill_links()');
    expect((await linksOf(administrator)).map(({ key }) => key).sort()).toEqual([
      'first',
      'second',
    ]);
    expect(await isOpen()).toEqual({ verify: [], consistency: [] });
    expect(warnings).toHaveLength(1);
  });
});
