import { pggit } from '@pggit/core';
import { useDatabase } from '@pggit/testing';
import { describe, expect, it } from 'vitest';
import { objectIds, shown } from '../kinds/observer.js';
import { added, changed, removed } from '../kinds/rows.js';
import { purging } from './purging.js';

describe('purge_history', () => {
  const db = useDatabase({ per: 'test' });
  const { purge, messages, sound } = purging(db);
  /** Makes everything that is there so far older. */
  const age = async (interval = '1 year') => {
    await db.client.query(
      `update pggit.commits c set committed_at = committed_at - interval '${interval}'`,
    );
    await db.client.query('update pggit.commits c set content_hash = pggit._content_hash(c)');
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

  it('counts what earlier purges have folded, once', async () => {
    const create = (name: string) => db.client.query(`create table public.${name} ()`);
    for (const name of ['a', 'b', 'c']) await create(name);
    await purge();
    expect(await messages()).toEqual(['added table public.c / Holds 3 earlier commits, purged.']);
    for (const name of ['d', 'e']) await create(name);
    const git = pggit(db.client);
    await git.beginDeployment('release');
    await create('f');
    await git.endDeployment({ tags: ['v1'] });
    await create('g');
    await purge();
    expect(await messages()).toEqual([
      'added table public.g',
      'release / Holds 6 earlier commits, purged.',
    ]);
    await db.client.query("delete from pggit.tags where name = 'v1'");
    await purge();
    expect(await messages()).toEqual(['added table public.g / Holds 7 earlier commits, purged.']);
    await purge();
    expect(await messages()).toEqual(['added table public.g / Holds 7 earlier commits, purged.']);
    await sound();
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
    const sides = await db.client.query(
      'select side, change, kind, identity from pggit.cqrs_objects order by side',
    );
    expect(sides.rows).toEqual([
      { side: 'command', change: 'added', kind: 'table', identity: 'public.w' },
      { side: 'query', change: 'added', kind: 'view', identity: 'public.r' },
    ]);
    const dangling = await db.client.query(
      `select from pggit.function_versions v where not exists (select from pggit.changes c where c.change_id = v.change_id)
       union all select from pggit.cqrs_record_changes v where not exists (select from pggit.changes c where c.change_id = v.change_id)`,
    );
    expect(dangling.rowCount).toBe(0);
  });

  it('keeps the counts of CQRS changes, and the commit that holds theirs', async () => {
    const change = (command: string, query: string) =>
      db.client.query(
        `select pggit.track_cqrs_change(row(array[$1], array[$2], 'both')::pggit.cqrs_change)`,
        [command, query],
      );
    const counts = async () => {
      const { rows } = await db.client.query(
        'select commit_id, command_changes, query_changes from pggit.cqrs_changes order by changed_at',
      );
      return rows;
    };
    await change(
      'create table public.a (id int); create table public.b ()',
      'create view public.v as select 1 as x',
    );
    await change(
      'alter table public.a add n int',
      'drop view public.v; create view public.w as select 1 as x',
    );
    await db.client.query('alter table public.a add last int; drop view public.w');
    for (const table of ['c', 'd']) {
      await purge();
      const [head] = await pggit(db.client).log();
      expect(await counts()).toEqual([
        { commit_id: head?.commitId, command_changes: 2, query_changes: 1 },
        { commit_id: head?.commitId, command_changes: 1, query_changes: 2 },
      ]);
      await db.client.query(`create table public.${table} ()`);
    }
    await sound();
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
    const rowsOf = async (identity: string) =>
      (await db.client.query('select from pggit.changes where new_identity = $1', [identity]))
        .rowCount;
    await db.client.query('create table public.t (id int)');
    await db.client.query('drop table public.t');
    await db.client.query('create table public.u (id int)');
    await db.client.query('drop table public.u');
    expect([await rowsOf('public.t'), await rowsOf('public.u')]).toEqual([1, 1]);
    await purge();
    expect([await rowsOf('public.t'), await rowsOf('public.u')]).toEqual([0, 0]);
    await db.client.query('create table public.t (id int)');
    await db.client.query('alter table public.t rename to u');
    await sound();
    await db.client.query('drop table public.u');
    expect(await shown(db.client)).toEqual([removed('table public.u')]);
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
});
