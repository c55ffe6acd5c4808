import { pggit } from '@pggit/core';
import { uniqueRole, urlAs, useDatabase } from '@pggit/testing';
import { describe, expect, it } from 'vitest';
import { BIN, normalise, run, runJson } from './pggit.js';

describe('pggit capture', () => {
  const db = useDatabase({ per: 'test' });

  const unseen = async (statement: string) => {
    const session = await db.connect({ options: '-c pggit.tracking=off' });
    await session.query(statement);
    await session.end();
  };

  it('commits what nobody saw, with a message', async () => {
    await unseen('create table public.a (); create table public.b ()');
    const args = ['capture', '--message', 'hotfix'];
    const { exitCode, stdout, stderr } = await run(args, { url: db.url });
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(normalise(stdout)).toBe('captured 2 changes: commit <id>');
    expect((await pggit(db.client).log())[0]).toMatchObject({ message: 'hotfix', changes: 2 });
    expect(await pggit(db.client).status()).toEqual([]);
  });

  it('says so when nothing differs', async () => {
    expect(await run(['capture'], { url: db.url })).toEqual({
      exitCode: 0,
      stderr: '',
      stdout: 'nothing to commit: the catalog is as pggit knows it',
    });
  });

  it('gives the commit as JSON to a deployer', async () => {
    const deployer = await uniqueRole(db.client, 'login in role pggit_deployer');
    const url = urlAs(db.url, deployer);
    expect((await runJson(['capture'], { url })).data).toEqual({
      commitId: null,
      changes: 0,
      deploymentId: null,
    });
    await unseen('create table public.a ()');
    const { data } = await runJson(['capture'], { url });
    const [newest] = await pggit(db.client).log();
    expect(data).toEqual({ commitId: newest?.commitId, changes: 1, deploymentId: null });
  });

  it('joins the deployment around it, and says so', async () => {
    await unseen('create table public.a ()');
    const command = ['run', '--name', 'release', '--', process.execPath, BIN, 'capture'];
    const { exitCode, stdout } = await run(command, { url: db.url });
    const [deployment] = await pggit(db.client).deployments();
    expect(exitCode).toBe(0);
    expect(stdout).toBe(
      `what differed, if anything, is part of deployment ${deployment?.deploymentId} now`,
    );
    expect((await pggit(db.client).log())[0]).toMatchObject({ message: 'release', changes: 1 });

    const args = ['run', '--', process.execPath, BIN, 'capture', '--json'];
    const { commitId, deploymentId } = JSON.parse((await run(args, { url: db.url })).stdout);
    expect([commitId, deploymentId]).toEqual([null, expect.stringMatching(/^[0-9a-f-]{36}$/)]);
  });

  it('needs the rights of a deployer', async () => {
    const reader = await uniqueRole(db.client, 'login in role pggit_reader');
    const { exitCode, stderr } = await run(['capture'], { url: urlAs(db.url, reader) });
    expect(exitCode).toBe(1);
    expect(stderr).toContain('pggit_deployer');
  });
});
