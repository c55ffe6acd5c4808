import { pggit } from '@pggit/core';
import { useDatabase } from '@pggit/testing';
import { beforeEach, describe, expect, it } from 'vitest';
import { purging } from './purging.js';

describe('the version of a function after a purge', () => {
  const db = useDatabase({ per: 'test' });
  const { purge, sound } = purging(db);
  const f = 'app.f()';
  const run = (sql: string) => db.client.query(sql);
  const body = (text: string) =>
    run(`create or replace function app.f() returns int language sql as $$ ${text} select 1 $$`);
  const named = (version: string) => body(`/* @pggit-version: ${version} */`);
  const given = (version: string | null, metadata?: Record<string, unknown>) =>
    pggit(db.client).trackFunction(f, { ...(version === null ? {} : { version }), metadata });
  const tagged = async (work: () => Promise<unknown>) => {
    const git = pggit(db.client);
    await git.beginDeployment('release');
    await work();
    await git.endDeployment({ tags: ['v1'] });
  };
  /** Its version, and what its newest step says of it. */
  const inForce = async () => {
    const { rows } = await run(`select pggit.get_function_version('app.f()') as version`);
    const [newest] = await pggit(db.client).functionHistory(f);
    return [rows[0].version, newest?.version, newest?.metadata];
  };
  const history = async () =>
    (await pggit(db.client).functionHistory(f)).map(
      ({ change, version }) => `${change} ${version}`,
    );

  beforeEach(() => run('create schema app'));

  it.each<[string, () => Promise<unknown>, string | null, string[]]>([
    [
      'is the one its body names, given another before',
      async () => {
        await body('');
        await given('57');
        await named('58');
      },
      '58',
      ['added 58'],
    ],
    [
      'is the one it was given after its body named another',
      async () => {
        await named('58');
        await body('');
        await given('57.1');
        await given('57');
        await body('/* other */');
      },
      '57',
      ['versioned 57', 'added null'],
    ],
    [
      'is the one that a body named which is gone',
      async () => {
        await named('58');
        await body('');
      },
      '58',
      ['versioned 58', 'added null'],
    ],
    [
      'is the one it got last of all',
      async () => {
        await body('');
        await given('57');
        await named('58');
        await given('59');
      },
      '59',
      ['versioned 59', 'added 58'],
    ],
    [
      'is what it was before changes that come to nothing, and named again',
      async () => {
        await tagged(() => named('58'));
        await named('59');
        await given('60');
        await named('58');
      },
      '58',
      ['added 58'],
    ],
    [
      'is none once the function has been dropped and created again',
      async () => {
        await tagged(async () => {
          await body('');
          await given('57', { owner: 'billing' });
        });
        await run('drop function app.f()');
        await body('/* new */');
      },
      null,
      ['changed null', 'versioned 57', 'added null'],
    ],
    [
      'is that of a later step where an earlier one comes to nothing',
      async () => {
        await body('');
        await tagged(() => run('create table app.t ()'));
        await body('/* a */');
        await given('57');
        await body('');
        await tagged(() => run('create table app.u ()'));
        await named('58');
      },
      '58',
      ['changed 58', 'versioned 57', 'added null'],
    ],
  ])('%s', async (_, work, version, steps) => {
    await work();
    await run('create table app.last ()');
    const before = await inForce();
    expect(before[0]).toBe(version);
    await purge();
    expect(await inForce()).toEqual(before);
    expect(await history()).toEqual(steps);
    await sound();
    await run('create table app.more ()');
    await purge();
    expect(await inForce()).toEqual(before);
    await sound();
  });

  it('keeps metadata that a later version left as they were', async () => {
    await body('');
    await given('57', { owner: 'billing' });
    await named('58');
    await run('create table app.last ()');
    await purge();
    expect(await inForce()).toEqual(['58', '58', { owner: 'billing' }]);
    await given(null, { owner: 'shop' });
    expect(await inForce()).toEqual(['58', '58', { owner: 'shop' }]);
  });
});
