import { useDatabase } from '@pggit/testing';
import { describe, expect, it } from 'vitest';
import { commitsOf, headOf, shown } from './readback.js';
import { faultsIn } from './soundness.js';

const HISTORY_TABLE =
  'create table public.pgmigrations (id serial primary key, name text not null, run_on timestamp)';

describe('pggit.log', () => {
  const db = useDatabase({ per: 'test' });

  it('lists the commits of HEAD, newest first, down to the baseline', async () => {
    const session = await db.connect();
    for (const name of ['a', 'b', 'c']) await session.query(`create table public.${name} ()`);
    const { rows } = await db.client.query('select message from pggit.log()');
    expect(rows.map(({ message }) => message)).toEqual([
      'added table public.c',
      'added table public.b',
      'added table public.a',
      'baseline',
    ]);
  });

  it('lists what led to an older commit when that is the ref', async () => {
    const session = await db.connect();
    await session.query('create table public.a ()');
    const older = await headOf(db.client);
    await session.query('create table public.b ()');
    expect(await commitsOf(db.client, older)).toMatchObject([{ id: older }]);
    expect(await commitsOf(db.client, 'main')).toEqual(await commitsOf(db.client));
  });

  it('gives every commit the one before it as its parent', async () => {
    const session = await db.connect();
    const baseline = await headOf(db.client);
    for (const name of ['a', 'b', 'c']) await session.query(`create table public.${name} ()`);
    const commits = await commitsOf(db.client);
    expect(commits.map(({ parents }) => parents)).toEqual([
      [baseline],
      [commits[0]?.id],
      [commits[1]?.id],
    ]);
  });

  it('gives the deployment, its tags in order and its message', async () => {
    const session = await db.connect();
    const begun = await session.query("select pggit.begin_deployment('2026-11 billing') as id");
    await session.query('create table public.a ()');
    await session.query("select pggit.end_deployment('Add billing', array['validation', 'meter'])");
    expect(await commitsOf(db.client)).toMatchObject([
      {
        message: 'Add billing',
        deployment: begun.rows[0].id,
        deploymentName: '2026-11 billing',
        tags: ['meter', 'validation'],
      },
    ]);
  });

  it('has no tags for a commit without any', async () => {
    const session = await db.connect();
    await session.query('create table public.a ()');
    expect(await commitsOf(db.client)).toMatchObject([
      { tags: [], deployment: null, deploymentName: null },
    ]);
  });

  it('does not count what was changed back within a commit, and no report does', async () => {
    const session = await db.connect();
    await session.query('create table public.a (id int)');
    const begun = await session.query("select pggit.begin_deployment('redo') as id");
    await session.query('alter table public.a add b int; create table public.gone ()');
    await session.query('select pggit.link_migration(1)');
    await session.query('alter table public.a drop b; drop table public.gone');
    await session.query('select pggit.link_migration(2)');
    const report = 'select changes, migrations from pggit.deployment_report($1)';
    expect((await session.query(report, [begun.rows[0].id])).rows).toEqual([
      { changes: 0, migrations: 2 },
    ]);
    await session.query('select pggit.end_deployment()');
    expect((await session.query(report, [begun.rows[0].id])).rows).toEqual([
      { changes: 0, migrations: 2 },
    ]);
    expect((await commitsOf(db.client)).at(-1)).toMatchObject({ message: 'redo', changes: 0 });
    expect(await shown(db.client)).toEqual([]);
  });

  it.each([
    [
      'an ignore pattern added and removed',
      `select pggit.add_ignore_pattern('table public.a'); select pggit.remove_ignore_pattern('table public.a')`,
    ],
    [
      'a function that was versioned and dropped',
      `create function public.f() returns int language sql return 1;
       select pggit.track_function('public.f()', '1'); drop function public.f()`,
    ],
  ])(
    'has no commit of a transaction that changed nothing in the end: %s',
    async (_, statements) => {
      const session = await db.connect();
      await session.query('create table public.a (id int primary key)');
      const before = await commitsOf(db.client);
      await session.query(`begin; ${statements}; commit`);
      expect(await commitsOf(db.client)).toEqual(before);
      expect(await faultsIn(db.client)).toEqual([]);
      await session.query('alter table public.a add b int');
      expect(await shown(db.client)).toEqual(['changed table public.a']);
      await session.query('create function public.f() returns int language sql return 1');
      const { rows } = await session.query("select pggit.get_function_version('public.f()') as v");
      expect(rows).toEqual([{ v: null }]);
      expect(await faultsIn(db.client)).toEqual([]);
    },
  );

  it('says in its message what became of an object that was changed several times', async () => {
    const session = await db.connect();
    await session.query('create table public.a (id int); create table public.b ()');
    await session.query(
      `begin; select pggit.add_ignore_pattern('table public.a'); select pggit.remove_ignore_pattern('table public.a');
       alter table public.b add c int; commit`,
    );
    expect((await commitsOf(db.client)).at(-1)).toMatchObject({
      message: 'changed table public.b',
      changes: 1,
    });
    await session.query(
      `begin; create function public.f() returns int language sql return 1;
       select pggit.track_function('public.f()', '1'); alter function public.f() cost 7; commit`,
    );
    expect((await commitsOf(db.client)).at(-1)).toMatchObject({
      message: 'added function public.f()',
      changes: 1,
    });
    expect(await faultsIn(db.client)).toEqual([]);
  });

  it('counts the objects that show lists, also where others only follow a rename', async () => {
    const session = await db.connect();
    await session.query('create table public.a (id int primary key)');
    await session.query('create table public.b (a int references public.a)');
    await session.query('create view public.v as select id from public.a');
    await session.query('alter table public.a rename to renamed');
    await session.query(
      'alter table public.renamed add column c int; create index on public.b (a)',
    );
    await session.query('drop view public.v; drop table public.b');
    for (const { id, changes } of await commitsOf(db.client)) {
      expect({ id, changes }).toEqual({ id, changes: (await shown(db.client, id)).length });
    }
  });

  it('counts the migrations linked to a commit', async () => {
    const session = await db.connect();
    await session.query(HISTORY_TABLE);
    await session.query('begin');
    for (const name of ['1_a', '2_b']) {
      await session.query(`create table public."${name}" ()`);
      await session.query(
        `insert into public.pgmigrations (name, run_on) values ('${name}', now())`,
      );
    }
    await session.query('commit');
    expect(await commitsOf(db.client)).toMatchObject([{ changes: 2, migrations: 2 }]);
  });

  it('counts an object once, however many transactions of a deployment changed it', async () => {
    const session = await db.connect();
    await session.query("select pggit.begin_deployment('columns')");
    await session.query('create table public.a ()');
    for (const column of ['x', 'y', 'z']) {
      await session.query(`alter table public.a add column ${column} int`);
    }
    await session.query('select pggit.end_deployment()');
    expect(await commitsOf(db.client)).toMatchObject([{ changes: 1 }]);
  });

  it('dates a commit when it was made', async () => {
    const session = await db.connect();
    const before = await db.client.query('select clock_timestamp() as at');
    await session.query('create table public.a ()');
    const after = await db.client.query('select clock_timestamp() as at');
    const { rows } = await db.client.query('select committed_at as at from pggit.log() limit 1');
    expect(rows[0].at.getTime()).toBeGreaterThanOrEqual(before.rows[0].at.getTime());
    expect(rows[0].at.getTime()).toBeLessThanOrEqual(after.rows[0].at.getTime());
  });
});
