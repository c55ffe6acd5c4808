import { uniqueRole, useDatabase } from '@pggit/testing';
import { describe, expect, it, vi } from 'vitest';
import { pggit } from '../client/pggit.js';
import type { DeploymentReport } from '../client/rows.js';
import type { Queryable } from '../connection/queryable.js';
import { withDeployment } from './with-deployment.js';

describe('withDeployment', () => {
  const db = useDatabase({ per: 'test' });
  const settingOf = async (client: Queryable) =>
    (await client.query("select current_setting('pggit.deployment', true) as id")).rows[0].id;

  it('makes one commit of several transactions, with message and tags', async () => {
    const reports: (DeploymentReport | undefined)[] = [];
    const result = await withDeployment(
      db.client,
      {
        name: 'autumn',
        message: 'Add orders',
        tags: ['shop'],
        onRecorded: (report) => void reports.push(report),
      },
      async (client) => {
        await client.query('create table public.orders (id int)');
        await client.query('alter table public.orders add total numeric(10, 2)');
        return 'done';
      },
    );
    expect(result).toBe('done');
    const [head, baseline] = await pggit(db.client).log();
    expect(head).toMatchObject({
      message: 'Add orders',
      tags: ['shop'],
      deploymentName: 'autumn',
      changes: 1,
      parentIds: [baseline?.commitId],
    });
    expect(reports).toMatchObject([
      { name: 'autumn', status: 'completed', commitId: head?.commitId, changes: 1 },
    ]);
  });

  it('refuses a tag that can be none before the work begins', async () => {
    const options = { name: 'autumn', tags: ['shop', 'HEAD'] };
    const work = vi.fn();
    await expect(withDeployment(db.client, options, work)).rejects.toMatchObject({
      code: 'reserved_tag',
      tag: 'HEAD',
    });
    expect(work).not.toHaveBeenCalled();
    expect(await pggit(db.client).deployments()).toEqual([]);
  });

  it('hands one client of a pool to the work and gives it back clean', async () => {
    const pool = db.pool({ max: 1 });
    await withDeployment(pool, { name: 'pooled' }, async (client) => {
      expect(client).not.toBe(pool);
      await client.query('create table public.a (id int)');
    });
    expect(pool.totalCount).toBe(1);
    expect(await settingOf(pool)).toBe('');
    expect(await pggit(pool).deployments()).toMatchObject([{ name: 'pooled' }]);
  });

  it('joins the deployment it is in', async () => {
    const recorded: unknown[] = [];
    await withDeployment(db.client, { name: 'outer' }, async (client) => {
      await withDeployment(
        client,
        { name: 'inner', onRecorded: (report) => void recorded.push(report) },
        (inner) => inner.query('create table public.a (id int)'),
      );
      await client.query('create table public.b (id int)');
    });
    expect(recorded).toEqual([]);
    expect(await pggit(db.client).deployments()).toMatchObject([
      { name: 'outer', status: 'completed' },
    ]);
    expect((await pggit(db.client).log())[0]).toMatchObject({ changes: 2 });
  });

  it('keeps what landed when the work fails, and throws the same error', async () => {
    const failure = new Error('second step failed\nwith details');
    const work = async (client: Queryable) => {
      await client.query('create table public.landed (id int)');
      throw failure;
    };
    await expect(withDeployment(db.client, { name: 'broken' }, work)).rejects.toBe(failure);
    expect(await pggit(db.client).deployments()).toMatchObject([
      { name: 'broken', status: 'failed', reason: 'second step failed' },
    ]);
    const changes = await pggit(db.client).show();
    expect(changes).toMatchObject([{ change: 'added', identity: 'public.landed' }]);
  });

  it('rolls back an aborted transaction before it ends the deployment', async () => {
    const work = async (client: Queryable) => {
      await client.query('create table public.landed (id int)');
      await client.query('begin');
      await client.query('create table public.lost (id int)');
      await client.query('select nonsense');
    };
    await expect(withDeployment(db.client, { name: 'broken' }, work)).rejects.toMatchObject({
      code: '42703',
    });
    expect(await pggit(db.client).deployments()).toMatchObject([
      { status: 'failed', reason: 'column "nonsense" does not exist' },
    ]);
    expect((await pggit(db.client).show()).map(({ identity }) => identity)).toEqual([
      'public.landed',
    ]);
  });

  it('rolls back a transaction that failed work left open, not one it was called in', async () => {
    const failure = new Error('stop');
    const leaveOpen = async (client: Queryable) => {
      await client.query('begin; create table public.lost (id int)');
      throw failure;
    };
    await expect(withDeployment(db.client, { name: 'left open' }, leaveOpen)).rejects.toBe(failure);
    expect(await pggit(db.client).deployments()).toEqual([]);

    await db.client.query('begin; create table public.theirs (id int)');
    const fail = async () => Promise.reject(failure);
    await expect(withDeployment(db.client, { name: 'called in' }, fail)).rejects.toBe(failure);
    await db.client.query('commit');
    expect(await pggit(db.client).show()).toMatchObject([{ identity: 'public.theirs' }]);
  });

  it('is silent about a deployment that its own transaction took back', async () => {
    const warnings: Error[] = [];
    await db.client.query('begin');
    await expect(
      withDeployment(
        db.client,
        { name: 'taken back', onWarning: (problem) => void warnings.push(problem) },
        (client) => client.query('select nonsense'),
      ),
    ).rejects.toMatchObject({ code: '42703' });
    expect(warnings).toEqual([]);
    expect(await pggit(db.client).deployments()).toEqual([]);
  });

  it('refuses to lose what a client of a pool left uncommitted', async () => {
    const pool = db.pool({ max: 1 });
    await expect(
      withDeployment(pool, { name: 'open' }, (client) =>
        client.query('begin; create table public.a (id int)'),
      ),
    ).rejects.toMatchObject({ code: 'transaction_open' });
  });

  it('lets the outcome of the work stand when the end fails', async () => {
    const warnings: Error[] = [];
    const pool = db.pool({ max: 1 });
    const result = await withDeployment(
      pool,
      { name: 'ended twice', onWarning: (problem) => void warnings.push(problem) },
      async (client) => {
        await pggit(client).endDeployment();
        return 'done';
      },
    );
    expect(result).toBe('done');
    expect(warnings).toMatchObject([{ code: 'no_deployment' }]);
    expect(pool.totalCount).toBe(0);
  });

  it('throws before the work where it cannot begin', async () => {
    let worked = false;
    const work = async () => {
      worked = true;
    };
    await expect(withDeployment(db.client, { name: ' ' }, work)).rejects.toMatchObject({
      code: 'invalid_deployment_name',
    });
    const role = await uniqueRole(db.client);
    const stranger = await db.connect({ user: role.name, password: role.password });
    await expect(withDeployment(stranger, { name: 'x' }, work)).rejects.toMatchObject({
      code: '42501',
    });
    expect(worked).toBe(false);
  });

  it('works for a role that may only deploy', async () => {
    const role = await uniqueRole(db.client, 'login in role pggit_deployer');
    await db.client.query(`create schema app authorization ${role.name}`);
    const deployer = await db.connect({ user: role.name, password: role.password });
    const reports: (DeploymentReport | undefined)[] = [];
    await withDeployment(
      deployer,
      { name: 'by a deployer', onRecorded: (report) => void reports.push(report) },
      (client) => client.query('create table app.orders (id int)'),
    );
    expect(reports).toMatchObject([{ status: 'completed', changes: 1 }]);
  });
});

describe('withDeployment without pggit', () => {
  const db = useDatabase({ engine: false });

  it('says that it is not installed', async () => {
    await expect(withDeployment(db.client, { name: 'x' }, async () => {})).rejects.toMatchObject({
      code: 'not_installed',
      cause: { code: '3F000' },
    });
  });
});
