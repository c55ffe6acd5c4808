import { setTimeout as sleep } from 'node:timers/promises';
import { useDatabase } from '@pggit/testing';
import { expect, it } from 'vitest';
import { onlyDeployment } from './pggit-run.js';
import { TYPED } from './programs.js';
import { relayTo } from './relay.js';
import { startRun } from './started-run.js';

const db = useDatabase();

it('pggit run owns its deployment over a new connection, though the server believes in the old one', async () => {
  const relay = await relayTo(db.url);
  const run = startRun(TYPED, { url: db.url, flags: ['--url', relay.url, '--name', 'release'] });
  const owner = async (): Promise<number> =>
    (await db.client.query('select backend_pid as pid from pggit.deployments')).rows[0].pid;
  const recovered = async () =>
    (await db.client.query('select name from pggit.recover_deployments()')).rows;
  await run.printed('ready');
  const first = await owner();

  relay.cutUnseen();
  while ((await owner()) === first) await sleep(20);
  expect(await recovered()).toEqual([]);
  const { rows } = await db.client.query('select pg_terminate_backend($1, 5000) as was', [first]);
  expect(rows).toEqual([{ was: true }]);
  expect(await recovered()).toEqual([]);

  run.type('create table public.a ()');
  await run.printed('done');
  run.type('');
  expect((await run.ended()).stderr).toMatch(/^pggit: recorded 'release': 1 change/);
  expect(await onlyDeployment(db.client)).toMatchObject({ status: 'completed' });
});
