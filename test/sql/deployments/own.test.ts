import { uniqueRole, useDatabase } from '@pggit/testing';
import type pg from 'pg';
import { describe, expect, it } from 'vitest';
import { begin, join, kill } from './session.js';

describe('pggit.own_deployment', () => {
  const db = useDatabase({ per: 'test' });
  const orphans = async () =>
    (
      await db.client.query('select deployment_id as id from pggit.orphaned_deployments()')
    ).rows.map(({ id }) => id);
  const own = (session: pg.Client, throughPooler: boolean) =>
    session.query('select pggit.own_deployment($1)', [throughPooler]);

  it('makes another session the owner while the first one is alive', async () => {
    const [first, second] = [await db.connect(), await db.connect()];
    const id = await begin(first, 'billing');
    await join(second, id);
    await own(second, false);
    await kill(first, db.client);
    expect(await orphans()).toEqual([]);
    await kill(second, db.client);
    expect(await orphans()).toEqual([id]);
  });

  it('goes by a lock through a pooler, which the reset of the session takes away', async () => {
    const session = await db.connect();
    const id = await begin(session, 'billing');
    await own(session, true);
    expect(await orphans()).toEqual([]);
    await session.query('discard all');
    expect(await orphans()).toEqual([id]);

    const next = await db.connect();
    await join(next, id);
    expect(await orphans()).toEqual([]);
    await next.query('discard all');
    expect(await orphans()).toEqual([id]);
    await db.client.query('select pggit.recover_deployments()');
    expect(await orphans()).toEqual([]);
  });

  it('does not wait for the session that is about to be reset', async () => {
    const [before, after] = [await db.connect(), await db.connect()];
    const id = await begin(before, 'billing');
    await own(before, true);
    await join(after, id);
    await own(after, true);
    await before.query('discard all');
    expect(await orphans()).toEqual([]);
    await after.query('select pggit.end_deployment()');
    expect((await db.client.query('select from pggit.deployments')).rowCount).toBe(0);
  });

  it('takes no lock of another deployment for its own', async () => {
    const [one, other] = [await db.connect(), await db.connect()];
    const id = await begin(one, 'one');
    await own(one, true);
    await begin(other, 'other');
    await own(other, true);
    await one.query('discard all');
    expect(await orphans()).toEqual([id]);
  });

  it('is for deployers, in a session that belongs to a deployment', async () => {
    await expect(own(db.client, true)).rejects.toMatchObject({ code: 'PGD02' });
    const role = await uniqueRole(db.client, 'login in role pggit_deployer');
    const session = await db.connect({ user: role.name, password: role.password });
    await begin(session, 'of a deployer');
    await own(session, true);
    expect(await orphans()).toEqual([]);
    const reader = await uniqueRole(db.client, 'login in role pggit_reader');
    const reading = await db.connect({ user: reader.name, password: reader.password });
    await expect(own(reading, true)).rejects.toMatchObject({ code: '42501' });
  });
});
