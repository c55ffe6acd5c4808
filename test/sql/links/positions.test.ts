import { useDatabase } from '@pggit/testing';
import type { ClientBase } from 'pg';
import { beforeEach, describe, expect, it } from 'vitest';
import { warningsOf } from '../deployments/session.js';
import { faultsIn } from '../history/soundness.js';
import { historyTables, linksOf, migrationsOf } from './readback.js';

/** `up 1`, `down 2`; those taken back since are crossed out: `-up 2-`. */
const linesOf = async (other: ClientBase) =>
  (await linksOf(other)).map(({ direction, key, revertedAt }) =>
    revertedAt === null ? `${direction} ${key}` : `-${direction} ${key}-`,
  );

describe('golang-migrate, which writes its one row anew', () => {
  const db = useDatabase({ per: 'test' });
  let session: ClientBase;

  beforeEach(async () => {
    session = await db.connect();
    await session.query(
      'create table public.schema_migrations (version bigint not null primary key, dirty boolean not null)',
    );
  });

  const write = async (version: number, dirty: boolean) => {
    await session.query('begin; truncate public.schema_migrations');
    if (version >= 0 || dirty) {
      await session.query('insert into public.schema_migrations (version, dirty) values ($1, $2)', [
        version,
        dirty,
      ]);
    }
    await session.query('commit');
  };
  /** One migration: the version is marked, its file runs, the mark goes. */
  const move = async (version: number, statement: string) => {
    await write(version, true);
    await session.query(statement);
    await write(version, false);
  };

  it('has one link for each version on the way up, each with its own changes', async () => {
    await session.query("select pggit.begin_deployment('up')");
    await move(1, 'create table public.a ()');
    await move(2, 'create table public.b ()');
    await session.query('select pggit.end_deployment()');
    expect(await linesOf(db.client)).toEqual(['up 1', 'up 2']);
    expect(await linksOf(db.client)).toMatchObject([
      { number: '1', tool: 'golang-migrate' },
      { number: '2' },
    ]);
    expect(await migrationsOf(db.client)).toEqual({
      'added table public.a': '1',
      'added table public.b': '2',
    });
  });

  it('has one link for each version on the way down', async () => {
    await move(1, 'create table public.a ()');
    await move(2, 'create table public.b ()');
    await move(3, 'create table public.c ()');
    await move(2, 'drop table public.c');
    await move(1, 'drop table public.b');
    expect(await linesOf(db.client)).toEqual(['up 1', '-up 2-', '-up 3-', 'down 3', 'down 2']);
    await move(2, 'create table public.b ()');
    expect((await linesOf(db.client)).at(-1)).toBe('up 2');
    expect((await linksOf(db.client)).at(-1)).toMatchObject({ run: 2 });
    expect(await faultsIn(db.client)).toEqual([]);
  });

  it('has no link for a version that failed', async () => {
    await move(1, 'create table public.a ()');
    await write(2, true);
    expect(await linesOf(db.client)).toEqual(['up 1']);
    await write(1, false);
    expect(await linesOf(db.client)).toEqual(['up 1']);
  });

  it('takes back all versions above one that it is forced to', async () => {
    for (const version of [1, 2, 3]) await move(version, `create table public.t${version} ()`);
    await write(1, false);
    expect(await linesOf(db.client)).toEqual(['up 1', '-up 2-', '-up 3-', 'down 3', 'down 2']);
  });

  it('counts another run of the first version, which an empty table took back', async () => {
    await move(1, 'create table public.a ()');
    await move(2, 'create table public.b ()');
    await move(1, 'drop table public.b');
    await move(-1, 'drop table public.a');
    await session.query("select pggit.begin_deployment('up')");
    await move(1, 'create table public.a ()');
    await move(2, 'create table public.b ()');
    await session.query('select pggit.end_deployment()');
    expect(await linesOf(db.client)).toEqual(['-up 1-', '-up 2-', 'down 2', 'up 1', 'up 2']);
    expect(await migrationsOf(db.client)).toEqual({
      'added table public.a': '1',
      'added table public.b': '2',
    });
  });

  it('steps back from a version that was reached before pggit watched', async () => {
    await session.query('set pggit.tracking = off');
    await write(7, false);
    await session.query('reset pggit.tracking');
    await session.query('update public.schema_migrations set version = 6');
    expect(await linesOf(db.client)).toEqual(['down 7']);
  });
});

describe('Alembic, which moves a row for each head', () => {
  const db = useDatabase({ per: 'test' });
  let session: ClientBase;

  beforeEach(async () => {
    session = await db.connect();
    await session.query(
      'create table public.alembic_version (version_num varchar(32) not null, constraint alembic_version_pkc primary key (version_num))',
    );
  });

  const insert = (to: string) => `insert into public.alembic_version values ('${to}')`;
  const move = (from: string, to: string) =>
    `update public.alembic_version set version_num = '${to}' where version_num = '${from}'`;
  const remove = (from: string) =>
    `delete from public.alembic_version where version_num = '${from}'`;
  const run = async (...statements: string[]) => {
    for (const statement of ['begin', ...statements, 'commit']) await session.query(statement);
  };

  it('has one link for each revision, up and down, and what it passed stays applied', async () => {
    await run(
      'create table public.a ()',
      insert('a1'),
      'create table public.b ()',
      move('a1', 'b2'),
    );
    expect(await linesOf(db.client)).toEqual(['up a1', 'up b2']);
    expect(await migrationsOf(db.client)).toEqual({
      'added table public.a': 'a1',
      'added table public.b': 'b2',
    });
    await run('drop table public.b', move('b2', 'a1'), 'drop table public.a', remove('a1'));
    expect(await linesOf(db.client)).toEqual(['-up a1-', '-up b2-', 'down b2', 'down a1']);
    expect(await migrationsOf(db.client)).toEqual({
      'removed table public.a': 'a1',
      'removed table public.b': 'b2',
    });
    await run('create table public.a ()', insert('a1'));
    expect(await linesOf(db.client)).toContain('up a1');
    expect((await linksOf(db.client)).at(-1)).toMatchObject({ key: 'a1', run: 2 });
    expect(await faultsIn(db.client)).toEqual([]);
  });

  it('steps back to a revision that was reached before pggit watched', async () => {
    await session.query(`set pggit.tracking = off; ${insert('a1')}; reset pggit.tracking`);
    await run(move('a1', 'b2'));
    await run(move('b2', 'c3'));
    await run(move('c3', 'b2'), move('b2', 'a1'));
    expect(await linesOf(db.client)).toEqual(['-up b2-', '-up c3-', 'down c3', 'down b2']);
  });

  it('has one link for a merge of branches, and one for the way back from it', async () => {
    await run(insert('root'), move('root', 'left'));
    await run(insert('right'));
    await run('create table public.merged ()', remove('right'), move('left', 'merge'));
    const merged = ['up root', 'up left', 'up right', 'up merge'];
    expect(await linesOf(db.client)).toEqual(merged);
    expect(await migrationsOf(db.client)).toEqual({ 'added table public.merged': 'merge' });

    await run('drop table public.merged', insert('right'), move('merge', 'left'));
    expect(await linesOf(db.client)).toEqual([
      'up root',
      'up left',
      'up right',
      '-up merge-',
      'down merge',
    ]);
    expect(await faultsIn(db.client)).toEqual([]);
  });

  it('merges three heads at once', async () => {
    await run(insert('one'), insert('two'), insert('three'));
    await run(remove('two'), remove('three'), move('one', 'all'));
    expect(await linesOf(db.client)).toEqual(['up one', 'up two', 'up three', 'up all']);
  });

  it('is linked in serializable transactions', async () => {
    await session.query('set default_transaction_isolation = serializable');
    await run('create table public.a ()', insert('a1'));
    await run('create table public.b ()', move('a1', 'b2'));
    await run('drop table public.b', move('b2', 'a1'));
    expect(await linesOf(db.client)).toEqual(['up a1', '-up b2-', 'down b2']);
    expect(await faultsIn(db.client)).toEqual([]);
  });

  it('moves on when its link cannot be written, with a warning', async () => {
    await run(insert('a1'));
    await db.client.query(
      "alter table pggit.external_migrations add constraint broken check (migration_key = 'a1')",
    );
    const warnings = warningsOf(session);
    await run(move('a1', 'b2'));
    const { rows } = await db.client.query('select version_num from public.alembic_version');
    expect(rows).toEqual([{ version_num: 'b2' }]);
    expect(warnings.map(({ message }) => message)).toEqual([expect.stringMatching(/^pggit/)]);
  });

  it('takes a branch back alone', async () => {
    await run(insert('one'), insert('two'));
    await run('create table public.t ()', remove('two'));
    expect(await linesOf(db.client)).toEqual(['up one', '-up two-', 'down two']);
  });

  it('is known under a name of its own when somebody says so', async () => {
    await session.query('create table public.versions (version_num varchar(32) primary key)');
    await session.query("select pggit.watch_history_table('public.versions', 'alembic')");
    expect(await historyTables(db.client)).toMatchObject({ 'public.versions': true });
    await session.query("insert into public.versions values ('a1')");
    await session.query("update public.versions set version_num = 'b2'");
    expect(await linesOf(db.client)).toEqual(['up a1', 'up b2']);
  });
});
