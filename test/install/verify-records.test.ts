import { pggit, verify } from '@pggit/core';
import { uniqueRole, useDatabase } from '@pggit/testing';
import { beforeEach, describe, expect, it } from 'vitest';
import { run } from '../cli/pggit.js';
import { headOf, statusOf } from '../sql/history/readback.js';

describe('records of the history that are gone or altered', () => {
  const db = useDatabase({ per: 'test' });

  beforeEach(async () => {
    await db.client.query('create table public.t (a int); create table public.u ()');
  });

  const brief = async () =>
    (await verify(await db.connect())).map(
      ({ kind, object, detail }) => `${kind} ${object}: ${detail.match(/\d+$/)?.[0] ?? ''}`,
    );

  it('are none after every kind of work', async () => {
    const git = pggit(db.client);
    await git.beginDeployment('staged');
    await db.client.query('alter table public.t rename to v; drop table public.u');
    await db.client.query('begin; create table public.w (); savepoint s');
    await db.client.query('create table public.lost (); rollback to s; commit');
    await git.configureTracking({ ignoreSchemas: ['app'] });
    await db.client.query('create schema app; alter table public.w set schema app');
    expect(await brief()).toEqual([]);
    await git.endDeployment();
    expect(await brief()).toEqual([]);
    expect(await statusOf(await db.connect())).toEqual([]);
  });

  it('show, where definitions are lost, in verify and in status', async () => {
    await db.client.query('delete from pggit.blobs; alter table public.t add b int');
    const found = await brief();
    expect(found).toEqual([
      expect.stringMatching(/^missing definition of .*: \d+$/),
      expect.stringMatching(/^missing definition of .*: \d+$/),
    ]);
    expect(
      (await statusOf(db.client)).map((line) => line.replace(/:? \w+ [\w.]+ and.*/, '')),
    ).toEqual(['damaged lost journal definition', 'damaged lost live definition']);
    const { exitCode, stdout } = await run(['status'], { url: db.url });
    expect(exitCode).toBe(4);
    expect(stdout).toMatch(/incomplete.*\n {2}journal definition: .* and \d+ more\n/);
    expect(stdout).not.toContain('HEAD equals the catalog');
  });

  it('show one by one: the definition of an object before its last change', async () => {
    await db.client.query(`delete from pggit.blobs b using pggit.live_objects l
      where l.blob = b.hash and l.identity = 'public.t'`);
    await db.client.query('alter table public.t add b int');
    expect(await brief()).toEqual(['missing definition of table public.t: 1']);
    expect(await statusOf(db.client)).toEqual(['damaged lost journal definition table public.t']);
  });

  it('show where the branch is lost, and the hint brings it back', async () => {
    const head = await headOf(db.client);
    await db.client.query('delete from pggit.branches');
    const [finding, ...others] = await verify(db.client);
    expect(others).toEqual([]);
    expect(finding).toMatchObject({ kind: 'missing', object: 'branch main' });
    expect(await statusOf(db.client)).toEqual(['damaged lost branch main']);
    await db.client.query(finding?.hint ?? '');
    expect(await headOf(db.client)).toBe(head);
    expect(await brief()).toEqual([]);
  });

  it('show where commits are lost', async () => {
    await db.client.query('delete from pggit.commits where commit_number = 1');
    expect(await brief()).toEqual([expect.stringMatching(/^missing commit [0-9a-f-]{36}: 1$/)]);
    await db.client.query(
      'delete from pggit.commits where commit_id = (select commit_id from pggit.branches)',
    );
    expect(await brief()).toEqual([
      'missing last commit of branch main: ',
      expect.stringMatching(/^missing commit .*: 2$/),
    ]);
    await db.client.query('delete from pggit.branches');
    expect(await verify(db.client)).toMatchObject([
      { object: 'branch main', hint: expect.stringContaining('backup') },
      { object: expect.stringMatching(/^commit /) },
    ]);
  });

  it('show where the live state or a definition was altered', async () => {
    await db.client.query("delete from pggit.live_objects where identity = 'public.u'");
    expect(await brief()).toEqual(['modified table pggit.live_objects: ']);
    await db.client.query(`update pggit.blobs set definition = replace(definition, '"a"', '"z"')
      where kind = 'table' and definition like '%"a"%'`);
    expect(await brief()).toEqual([
      'modified definition of table public.t: 1',
      'modified table pggit.live_objects: ',
    ]);
  });

  it('show where a commit, or the state it leads to, was altered', async () => {
    await db.client.query(`update pggit.commits set message = 'nothing' where commit_number = 1`);
    expect(await brief()).toEqual([expect.stringMatching(/^modified commit .*: 1$/)]);
    await db.client.query(`update pggit.changes set new_identity = 'public.x'
      where new_identity = 'public.u'`);
    expect(await brief()).toEqual([
      expect.stringMatching(/^modified commit .*: 2$/),
      expect.stringMatching(/^modified commit .*: 1$/),
    ]);
  });

  it('are looked for by a reader, in a session that may not write', async () => {
    await db.client.query('delete from pggit.branches');
    const role = await uniqueRole(db.client, 'login in role pggit_reader');
    const reader = await db.connect({
      user: role.name,
      password: role.password,
      options: '-c default_transaction_read_only=on',
    });
    expect(await verify(reader)).toMatchObject([{ object: 'branch main' }]);
  });

  it('hide no damage of the engine that keeps them from being read', async () => {
    await db.client.query('set pggit.tracking = off; drop function pggit._lost_records()');
    expect(await brief()).toEqual(['missing function pggit._lost_records(): ']);
  });
});
