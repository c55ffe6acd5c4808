import { isolatedServer } from '@pggit/testing';
import { beforeAll, describe, expect, it } from 'vitest';
import { commitsOf, shown } from '../history/readback.js';
import { faultsIn } from '../history/soundness.js';
import { deploymentsOf } from './readback.js';
import { begin, join, recoverAfterRestart } from './session.js';

/** A server of its own: it is crashed. */
describe('a server that crashes in the middle of deployments', () => {
  const server = isolatedServer({ settings: { fsync: 'on', synchronous_commit: 'on' } });
  let url: string;

  beforeAll(async () => {
    url = (await server.createDatabase({ engine: true })).url;
  });

  it('has everything that landed, staged, and recovers it as interrupted', async () => {
    const one = await server.connect(url);
    const two = await server.connect(url);
    await begin(one, 'one');
    await begin(two, 'two');
    await one.query('create table public.a ()');
    await two.query('create table public.b ()');
    await two.query('begin; create table public.gone (); set constraints all immediate');
    await server.restart('immediate');

    const other = await server.connect(url);
    expect(await deploymentsOf(other)).toMatchObject([
      { name: 'one', status: 'open' },
      { name: 'two', status: 'open' },
    ]);
    const recovered = await recoverAfterRestart(other);
    expect(recovered.map(({ name }) => name)).toEqual(['one', 'two']);
    expect(await deploymentsOf(other)).toMatchObject([
      { name: 'one', status: 'interrupted' },
      { name: 'two', status: 'interrupted' },
    ]);
    const commits = await commitsOf(other);
    expect(await shown(other, commits[0]?.id)).toEqual(['added table public.a']);
    expect(await shown(other, commits[1]?.id)).toEqual(['added table public.b']);
    expect(await faultsIn(other)).toEqual([]);
  });

  it('gives owners that come back the time for it', async () => {
    const owner = await server.connect(url);
    const id = await begin(owner, 'comes back');
    await owner.query('create table public.landed ()');
    await server.restart('fast');

    const other = await server.connect(url);
    const recovered = await other.query('select from pggit.recover_deployments()');
    expect(recovered.rows).toEqual([]);
    expect((await other.query('select from pggit.orphaned_deployments()')).rows).toEqual([]);
    const back = await server.connect(url);
    await join(back, id);
    await back.end();
    // That one was there after the restart, and is gone for good.
    await expect
      .poll(async () => (await other.query('select from pggit.recover_deployments()')).rowCount)
      .toBe(1);
    expect((await deploymentsOf(other)).at(-1)).toMatchObject({ id, status: 'interrupted' });
  });

  it('captures as before', async () => {
    const session = await server.connect(url);
    await session.query('create table public.afterwards ()');
    const other = await server.connect(url);
    expect(await shown(other)).toEqual(['added table public.afterwards']);
    expect(await faultsIn(other)).toEqual([]);
  });
});
