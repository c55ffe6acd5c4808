import { pggit } from '@pggit/core';
import { uniqueRole, useDatabase } from '@pggit/testing';
import { describe, expect, it } from 'vitest';
import { purging } from './purging.js';

describe('purge_history refuses', () => {
  const db = useDatabase({ per: 'test' });
  const { purge, messages } = purging(db);

  it.each(['null', `interval '-1 day'`, `interval '300000 years'`])(
    'what is no age: %s',
    async (age) => {
      const attempt = db.client.query(`select pggit.purge_history(${age})`);
      await expect(attempt).rejects.toMatchObject({ code: 'PGT01' });
    },
  );

  it('where a record was altered, which it would hide', async () => {
    await db.client.query('create table public.t ()');
    await db.client.query('create table public.u ()');
    await db.client.query(
      "update pggit.commits set author = 'nobody' where message like '%public.t'",
    );
    await expect(purge()).rejects.toMatchObject({
      code: 'history_altered',
      sqlState: 'PGR07',
      findings: 1,
      message: expect.stringMatching(/one of them commit [0-9a-f-]{36}$/),
    });
    expect(await messages()).toEqual(['added table public.u', 'added table public.t', 'baseline']);
    expect(await pggit(db.client).verifyHistory()).toHaveLength(1);
  });

  it('whoever is no admin', async () => {
    for (const [membership, may] of [
      ['pggit_deployer', false],
      ['pggit_admin', true],
    ] as const) {
      const role = await uniqueRole(db.client, `login in role ${membership}`);
      const session = await db.connect({ user: role.name, password: role.password });
      if (may) await purge('1 year', session);
      else await expect(purge('1 year', session)).rejects.toMatchObject({ code: '42501' });
    }
  });
});
