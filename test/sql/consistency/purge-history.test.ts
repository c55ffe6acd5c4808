import { pggit } from '@pggit/core';
import { uniqueRole, useDatabase } from '@pggit/testing';
import type { ClientBase } from 'pg';
import { describe, expect, it } from 'vitest';
import { faultsIn } from '../history/soundness.js';
import { expectationsOf, objectIds, SOUND, shown } from '../kinds/observer.js';
import { added, changed, removed } from '../kinds/rows.js';
import { Random } from '../oracle/random.js';

describe('purge_history', () => {
  const db = useDatabase({ per: 'test' });
  const purge = (olderThan = '0', client: ClientBase = db.client) =>
    pggit(client).purgeHistory(olderThan);
  const messages = async () =>
    (await pggit(db.client).log()).map(({ message }) => message.replaceAll(/\n+/g, ' / '));
  /** Makes everything that is there so far older. */
  const age = async (interval = '1 year') => {
    await db.client.query(
      `update pggit.commits c set committed_at = committed_at - interval '${interval}'`,
    );
    await db.client.query('update pggit.commits c set content_hash = pggit._content_hash(c)');
  };
  const sound = async () => {
    expect(await pggit(db.client).verifyHistory()).toEqual([]);
    expect(await faultsIn(db.client)).toEqual([]);
    expect(await expectationsOf(db.client)).toEqual(SOUND);
  };
  const stateHashes = async () =>
    new Map(
      (await pggit(db.client).commits()).map(({ commitId, stateHash }) => [commitId, stateHash]),
    );

  it('folds what is older into the newest commit of that age, and leaves the rest', async () => {
    await db.client.query('create table public.a (id int)');
    await db.client.query('alter table public.a add b int');
    await db.client.query('create table public.gone ()');
    await db.client.query('drop table public.gone');
    await age();
    await db.client.query('alter table public.a add c int');
    await db.client.query('create view public.v as select id from public.a');
    const before = await stateHashes();
    const log = await pggit(db.client).log();

    const freed = await purge('6 months');
    expect(freed).toMatchObject({ commits: 4, changes: 3, definitions: 2 });
    expect(freed.bytes).toBeGreaterThan(500);
    expect(await messages()).toEqual([
      'added view public.v',
      'changed table public.a',
      'removed table public.gone / Holds 4 earlier commits, purged.',
    ]);
    const after = await pggit(db.client).log();
    expect(after.map(({ commitId }) => commitId)).toEqual(
      log.slice(0, 3).map(({ commitId }) => commitId),
    );
    for (const { commitId } of after) {
      expect((await stateHashes()).get(commitId)).toBe(before.get(commitId));
    }
    expect(await shown(db.client, 'HEAD')).toEqual([added('view public.v')]);
    const [, second, first] = after;
    expect(await shown(db.client, second?.commitId)).toEqual([
      changed('table public.a', { 'columns.c': [null, { type: 'integer' }] }),
    ]);
    expect(await shown(db.client, first?.commitId)).toEqual([
      added('schema public'),
      added('table public.a'),
    ]);
    await sound();
    expect(await purge('6 months')).toEqual({ commits: 0, changes: 0, definitions: 0, bytes: 0 });
  });

  it('keeps what a tag names, with the state that led to it', async () => {
    const git = pggit(db.client);
    await db.client.query('create table public.a (id int)');
    await git.beginDeployment('first');
    await db.client.query('alter table public.a add b int; create table public.old ()');
    await git.linkMigration(1);
    await git.endDeployment({ tags: ['v1'] });
    await db.client.query('drop table public.old');
    await db.client.query('alter table public.a rename to c');
    const v1 = await git.stateHash('v1');
    const definition = await git.definition('table', 'public.a', 'v1');
    const ids = await objectIds(db.client);

    await purge();
    expect(await messages()).toEqual([
      'renamed table public.c / Holds 1 earlier commit, purged.',
      expect.stringMatching(/^first.*Holds 2 earlier commits, purged\.$/),
    ]);
    expect(await git.stateHash('v1')).toBe(v1);
    expect(await git.definition('table', 'public.a', 'v1')).toEqual(definition);
    expect(await shown(db.client, 'v1')).toEqual([
      added('schema public'),
      added('table public.a'),
      added('table public.old'),
    ]);
    expect((await shown(db.client)).map(({ change, object }) => `${change} ${object}`)).toEqual([
      'renamed table public.c',
      'removed table public.old',
    ]);
    expect(await objectIds(db.client)).toEqual(ids);
    await sound();
  });

  it('leaves links and deployments naming the commit that holds theirs', async () => {
    const git = pggit(db.client);
    for (const n of [1, 2, 3]) {
      await git.beginDeployment(`release ${n}`);
      await db.client.query(`create table public.t${n} ()`);
      await git.linkMigration(n);
      await git.endDeployment();
    }
    const [head] = await git.log();
    await purge();
    expect(await git.migrations()).toMatchObject(
      [1, 2, 3].map(() => ({ pggitCommitId: head?.commitId })),
    );
    expect((await git.deployments()).map(({ commitId }) => commitId)).toEqual(
      [1, 2, 3].map(() => head?.commitId),
    );
    expect(await git.log()).toMatchObject([{ migrations: 3 }]);
    await sound();
  });

  it('keeps what an open deployment has committed, and what is staged', async () => {
    const git = pggit(await db.connect());
    const session = await db.connect();
    const open = pggit(session);
    await db.client.query('create table public.a ()');
    await open.beginDeployment('open', { autoCommit: true });
    await session.query('create table public.b ()');
    await session.query('create table public.c ()');
    const staging = await db.connect();
    await pggit(staging).beginDeployment('staged');
    await staging.query('alter table public.b add n int');
    await db.client.query('create table public.d (); drop table public.a');
    await purge();
    expect(await pggit(db.client).verifyHistory()).toEqual([]);
    await open.endDeployment();
    await pggit(staging).endDeployment();
    expect(await git.deployments()).toMatchObject([
      { status: 'completed' },
      { status: 'completed' },
    ]);
    await sound();
    await purge();
    expect(await git.log()).toHaveLength(1);
    await sound();
  });

  it('folds deployments that overlapped into one state', async () => {
    const [one, two] = [await db.connect(), await db.connect()];
    await db.client.query('create table public.t (id int)');
    await pggit(one).beginDeployment('one');
    await pggit(two).beginDeployment('two');
    await one.query('alter table public.t add a int');
    await two.query('alter table public.t add b int; create table public.u ()');
    await pggit(two).endDeployment();
    await pggit(one).endDeployment();
    await db.client.query('drop table public.u');
    await db.client.query('create table public.u (again int)');
    await purge();
    await sound();
    expect(await pggit(db.client).log()).toHaveLength(1);
    expect((await shown(db.client)).map(({ object }) => object)).toEqual([
      'schema public',
      'table public.t',
      'table public.u',
    ]);
  });

  it('keeps versions of functions and sides of CQRS changes that it can', async () => {
    await db.client.query('create function public.f() returns int language sql return 1');
    await db.client.query(`select pggit.track_function('public.f()', '1.0')`);
    await db.client.query(
      'create or replace function public.f() returns int language sql return 2',
    );
    await db.client.query(`create function public.g() returns int language sql return 1;
      select pggit.track_function('public.g()', '9')`);
    await db.client.query('drop function public.g()');
    await db.client.query(
      `select pggit.track_cqrs_change(row(array['create table public.w ()'], array['create view public.r as select 1 as a'], 'both')::pggit.cqrs_change)`,
    );
    await db.client.query('create table public.last ()');
    await purge();
    await sound();
    const { rows } = await db.client.query(
      `select version from pggit.function_history('public.f()')`,
    );
    expect(rows.map(({ version }) => version)).toContain('1.0');
    expect((await db.client.query('select * from pggit.cqrs_objects')).rows).toBeDefined();
    const dangling = await db.client.query(
      `select from pggit.function_versions v where not exists (select from pggit.changes c where c.change_id = v.change_id)
       union all select from pggit.cqrs_record_changes v where not exists (select from pggit.changes c where c.change_id = v.change_id)`,
    );
    expect(dangling.rowCount).toBe(0);
  });

  it('keeps a version whose change comes to nothing with the function as it was before', async () => {
    const git = pggit(db.client);
    const returning = (value: number) =>
      db.client.query(
        `create or replace function public.f() returns int language sql return ${value}`,
      );
    await git.beginDeployment('first');
    await returning(1);
    await git.endDeployment({ tags: ['v1'] });
    await returning(2);
    await git.trackFunction('public.f()', { version: '2.0' });
    await returning(1);
    await purge();
    await git.trackFunction('public.f()', { version: '2.1' });
    const history = await git.functionHistory('public.f()');
    expect(history.map(({ change, identity, version }) => [change, identity, version])).toEqual([
      ['versioned', 'public.f()', '2.1'],
      ['versioned', 'public.f()', '2.0'],
      ['added', 'public.f()', null],
    ]);
    await sound();
  });

  it('is followed by a history that goes on: what was purged may come back', async () => {
    await db.client.query('create table public.t (id int); drop table public.t');
    await db.client.query('create table public.u (id int)');
    const { rows } = await db.client.query(
      `select object_id from pggit.changes where new_identity = 'public.t'`,
    );
    await db.client.query('drop table public.u');
    await purge();
    await db.client.query('create table public.t (id int)');
    await db.client.query('alter table public.t rename to u');
    await sound();
    expect(rows.length).toBeLessThanOrEqual(1);
    await db.client.query('drop table public.u');
    expect(await shown(db.client)).toEqual([removed('table public.u')]);
    await purge();
    await sound();
  });

  it('never takes a definition from a transaction that is being recorded', async () => {
    await db.client.query('create table public.t (id int)');
    await db.client.query('alter table public.t add n int');
    await db.client.query('alter table public.t drop n');
    await db.client.query('drop table public.t');
    const [recorded, beginning] = [await db.connect(), await db.connect()];
    await pggit(recorded).beginDeployment('uses an old definition');
    await recorded.query('begin; create table public.t (id int); set constraints all immediate');
    expect(await purge()).toMatchObject({ definitions: 0 });
    await recorded.query('commit');
    await pggit(recorded).endDeployment();
    expect(await pggit(db.client).verifyHistory()).toEqual([]);

    await db.client.query('drop table public.t');
    await db.client.query('begin');
    const { rows } = await db.client.query(`select * from pggit.purge_history('0')`);
    expect(Number(rows[0].definitions)).toBeGreaterThan(0);
    await beginning.query(`set lock_timeout = '5s'`);
    await beginning.query('create table public.t (id int)');
    await db.client.query('commit');
    await db.client.query('create table public.z ()');
    await sound();
  });

  it('never takes one from a transaction with an older snapshot', async () => {
    await db.client.query('create table public.t (id int); drop table public.t');
    await db.client.query('create table public.t (id int)');
    await db.client.query('drop table public.t');
    const session = await db.connect();
    await session.query('begin isolation level repeatable read; select 1');
    expect((await purge()).definitions).toBeGreaterThan(0);
    await session.query('create table public.t (id int); commit');
    await db.client.query('create table public.z ()');
    await sound();
  });

  it.each([1, 2])('leaves a sound history after any work: seed %i', async (seed) => {
    const random = new Random(seed);
    const sessions = await Promise.all([1, 2, 3].map(() => db.connect()));
    const inDeployment = new Set<ClientBase>();
    for (let n = 0; n < 60; n += 1) {
      const session = random.pick(sessions);
      const git = pggit(session);
      const table = `public.t${random.below(4)}`;
      const work = random.pick([
        'create',
        'alter',
        'drop',
        'rename',
        'index',
        'begin',
        'end',
        'tag',
        'purge',
      ]);
      if (work === 'create') await session.query(`create table if not exists ${table} (id int)`);
      if (work === 'alter') {
        await session.query(`alter table if exists ${table} add if not exists c${n % 3} int`);
      }
      if (work === 'drop') await session.query(`drop table if exists ${table}`);
      if (work === 'rename') {
        await session.query(
          `drop table if exists public.r; alter table if exists ${table} rename to r`,
        );
      }
      if (work === 'index') {
        await session.query(
          `create table if not exists ${table} (id int); create index on ${table} (id)`,
        );
      }
      if (work === 'begin' && !inDeployment.has(session)) {
        await git.beginDeployment(`d${n}`, { autoCommit: random.once(3) });
        inDeployment.add(session);
      } else if (work === 'end' && inDeployment.delete(session)) {
        await git.endDeployment(random.once(3) ? { tags: [`tag${n}`] } : {});
      } else if (work === 'purge') {
        const tags = await db.client.query(
          'select distinct on (name) name, pggit.state_hash(name) as hash from pggit.tags',
        );
        await purge(random.pick(['0', '0', '50 milliseconds', '200 milliseconds']));
        for (const { name, hash } of tags.rows) {
          const { rows } = await db.client.query('select pggit.state_hash($1) as hash', [name]);
          expect(rows[0].hash).toEqual(hash);
        }
        expect(await pggit(db.client).verifyHistory(), `after ${n}`).toEqual([]);
      }
    }
    for (const session of inDeployment) await pggit(session).endDeployment();
    await sound();
    await purge();
    await sound();
  });

  it('is undone by a rollback', async () => {
    await db.client.query('create table public.t ()');
    const before = await messages();
    await db.client.query(`begin; select pggit.purge_history('0'); rollback`);
    expect(await messages()).toEqual(before);
    await sound();
  });

  it('works inside a deployment, whose own changes stay', async () => {
    await db.client.query('create table public.a ()');
    await db.client.query('create table public.b ()');
    const git = pggit(db.client);
    await git.beginDeployment('release');
    await db.client.query('create table public.c ()');
    expect((await purge()).commits).toBe(2);
    await git.endDeployment();
    expect(await shown(db.client)).toEqual([added('table public.c')]);
    await sound();
  });

  it.each(['null', `interval '-1 day'`, `interval '300000 years'`])(
    'refuses what is no age: %s',
    async (age) => {
      const attempt = db.client.query(`select pggit.purge_history(${age})`);
      await expect(attempt).rejects.toMatchObject({ code: 'PGT01' });
    },
  );

  it('is refused while others hold the branch, and in a transaction with a snapshot', async () => {
    await db.client.query('create table public.t ()');
    const other = await db.connect();
    await other.query('begin; create table public.u (); set constraints all immediate');
    await expect(purge()).rejects.toMatchObject({ code: 'history_busy', sqlState: 'PGR06' });
    await other.query('commit');
    await db.client.query('begin isolation level repeatable read');
    await expect(purge()).rejects.toMatchObject({ code: 'history_busy' });
    await db.client.query('rollback');
    expect((await purge()).commits).toBe(2);
    await sound();
  });

  it('is refused where a record was altered, which it would hide', async () => {
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

  it('is for admins', async () => {
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
