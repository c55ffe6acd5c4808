import { pggit } from '@pggit/core';
import { uniqueRole, urlAs, useDatabase } from '@pggit/testing';
import { describe, expect, it } from 'vitest';
import { normalise, run, runJson } from './pggit.js';

describe('pggit recover', () => {
  const db = useDatabase({ per: 'test' });

  async function lose(name: string, ddl?: string): Promise<void> {
    const client = await db.connect();
    await pggit(client).beginDeployment(name);
    if (ddl !== undefined) await client.query(ddl);
    await client.end();
  }

  it('closes what has lost its owner and leaves alone what is at work', async () => {
    await lose('landed', 'create table public.landed ()');
    await lose('empty');
    await pggit(db.client).beginDeployment('at work');

    const { exitCode, stdout, stderr } = await run(['recover'], { url: db.url });

    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(normalise(stdout)).toBe(`closed 2 deployments as interrupted
  landed: what had landed is commit <id>
  empty: nothing had landed`);
    const { rows } = await db.client.query(
      'select name, status from pggit.deployments order by name',
    );
    expect(rows).toEqual([
      { name: 'at work', status: 'open' },
      { name: 'landed', status: 'interrupted' },
    ]);
  });

  it('says so when there is nothing to recover', async () => {
    expect(await run(['recover'], { url: db.url })).toEqual({
      exitCode: 0,
      stderr: '',
      stdout: 'nothing to recover: no open deployment has lost its owner',
    });
  });

  it('gives JSON', async () => {
    expect(await runJson(['recover'], { url: db.url })).toMatchObject({ exitCode: 0, data: [] });
    await lose('landed', 'create table public.landed ()');
    const { data } = await runJson(['recover'], { url: db.url });
    const uuid = expect.stringMatching(/^[0-9a-f-]{36}$/);
    expect(data).toEqual([{ deploymentId: uuid, name: 'landed', commitId: uuid }]);
  });

  it('is for deployers', async () => {
    const deployer = await uniqueRole(db.client, 'login in role pggit_deployer');
    expect(await run(['recover'], { url: urlAs(db.url, deployer) })).toMatchObject({ exitCode: 0 });
    const reader = await uniqueRole(db.client, 'login in role pggit_reader');
    const { exitCode, stdout, stderr } = await run(['recover'], { url: urlAs(db.url, reader) });
    expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: '' });
    expect(stderr).toContain(`error: role "${reader.name}" may not do this: permission denied`);
    expect(stderr).toContain(`ask the owner of pggit for: grant pggit_deployer to ${reader.name}`);
  });
});
