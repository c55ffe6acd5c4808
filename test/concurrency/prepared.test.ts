import { install, uninstall, verify } from '@pggit/core';
import { isolatedServer } from '@pggit/testing';
import type pg from 'pg';
import { beforeEach, describe, expect, it } from 'vitest';
import { begin, end } from '../sql/deployments/session.js';
import { commitsOf, shown, statusOf } from '../sql/history/readback.js';
import { faultsIn } from '../sql/history/soundness.js';
import { createHistoryTable } from '../sql/links/history-table.js';
import { makeOld, tracesIn } from './changing-engine.js';
import { promptly } from './promptly.js';

// A server of its own: prepared transactions are off unless the server is started with them.
describe('a prepared transaction with DDL', () => {
  const server = isolatedServer({ settings: { max_prepared_transactions: '5' } });
  let session: pg.Client;
  let other: pg.Client;
  let url: string;

  beforeEach(async () => {
    ({ url } = await server.createDatabase({ engine: true }));
    [session, other] = [await server.connect(url), await server.connect(url)];
    await createHistoryTable(session);
  });

  const prepare = (gid: string) =>
    session.query(`begin; create table public.early (id int); prepare transaction '${gid}'`);

  const CHANGES: Record<string, () => Promise<unknown>> = {
    uninstallation: () => uninstall(session, { lockTimeoutMs: 100 }),
    upgrade: () => install(session, { lockTimeoutMs: 100 }),
  };

  for (const [name, change] of Object.entries(CHANGES)) {
    it(`is named by an ${name} that it keeps from beginning`, async () => {
      await makeOld(session);
      await prepare(name);
      const [error] = await Promise.all([
        change().catch((e) => e),
        promptly(other.query('create table public.late (id int)')),
      ]);
      expect(error).toMatchObject({
        code: 'database_busy',
        blockers: [{ gid: name, state: 'prepared' }],
        message: expect.stringContaining(`prepared transaction ${name} of`),
        hint: expect.stringContaining(`rollback prepared '${name}'`),
      });
      await promptly(session.query(`commit prepared '${name}'`));
      expect(await statusOf(other)).toEqual(['staged added table public.late']);
      await change();
      const { rows } = await other.query(`select to_regclass('pggit.commits') is null as gone`);
      expect(rows).toEqual([{ gone: name === 'uninstallation' }]);
      if (name === 'upgrade') expect(await verify(other)).toEqual([]);
      else expect(await tracesIn(other)).toEqual([]);
    });
  }

  it('costs later DDL no time: its changes are staged at once', async () => {
    await prepare('forgotten');
    await other.query('create table public.warm_up ()');
    const began = Date.now();
    for (const name of ['a', 'b', 'c']) await other.query(`create table public.${name} ()`);
    expect(Date.now() - began).toBeLessThan(700);
    expect(await statusOf(other)).toHaveLength(4);
    await session.query(`rollback prepared 'forgotten'`);
    await other.query('create table public.next ()');
    expect(await shown(other)).toEqual(['added table public.next']);
    expect(await faultsIn(other)).toEqual([]);
  });

  it('is named by a capture by hand, which waits no longer for it and loses nothing', async () => {
    await session.query('set pggit.tracking = off; create table public.unseen (id int)');
    await session.query('reset pggit.tracking');
    await prepare("it''s held");
    const named = {
      code: 'PGR04',
      message: `branch 'main' is held by the prepared transaction 'it''s held'`,
      detail: `{"gid": "it's held", "branch": "main"}`,
      hint: expect.stringContaining(`rollback prepared 'it''s held'`),
    };
    await expect(promptly(other.query('select pggit.capture()'))).rejects.toMatchObject(named);
    await expect(
      promptly(other.query(`set lock_timeout = '1min'; select pggit.capture()`)),
    ).rejects.toMatchObject(named);
    // Whoever prepared it is gone then, and PostgreSQL numbers it in another way.
    await server.restart();
    const later = await server.connect(url);
    await expect(promptly(later.query('select pggit.capture()'))).rejects.toMatchObject(named);
    expect(await statusOf(later)).toEqual(['drift added table public.unseen']);
    await later.query(`rollback prepared 'it''s held'`);
    await later.query('select pggit.capture()');
    expect(await shown(later)).toEqual(['added table public.unseen']);
  });

  it('holds up the end of a deployment for a moment only, and whoever commits next makes its commit', async () => {
    await begin(other, 'release');
    await other.query('create table public.released (id int)');
    await prepare('held');
    const began = Date.now();
    await end(other, 'The release', ['v1']);
    expect(Date.now() - began).toBeLessThan(2000);
    await session.query(`commit prepared 'held'`);
    await session.query('create table public.next (id int)');
    const commits = await commitsOf(other);
    const release = commits.find(({ message }) => message === 'The release');
    expect(release).toMatchObject({ deploymentName: 'release', tags: ['v1'], changes: 1 });
    expect(await shown(other, release?.id)).toEqual(['added table public.released']);
    expect(await faultsIn(other)).toEqual([]);
  });
});
