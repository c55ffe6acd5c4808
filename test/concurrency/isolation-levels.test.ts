import { useDatabase } from '@pggit/testing';
import type pg from 'pg';
import { describe, expect, it } from 'vitest';
import { begin, end, warningsOf } from '../sql/deployments/session.js';
import { commitsOf, headOf, shown, statusOf } from '../sql/history/readback.js';
import { faultsIn } from '../sql/history/soundness.js';
import { createHistoryTable, record } from '../sql/links/history-table.js';
import { linksOf } from '../sql/links/readback.js';

describe.each(['repeatable read', 'serializable'])('a %s transaction', (level) => {
  const db = useDatabase({ per: 'test' });

  /** Opens a transaction and has it take its snapshot. */
  const openWithSnapshot = async (): Promise<pg.Client> => {
    const session = await db.connect();
    await session.query(`begin transaction isolation level ${level}`);
    await session.query('select 1');
    return session;
  };

  it('makes its commit when the branch has not moved', async () => {
    const session = await openWithSnapshot();
    await session.query('create table public.a (id int)');
    await session.query('commit');
    expect(await shown(db.client)).toEqual(['added table public.a']);
    expect(await faultsIn(db.client)).toEqual([]);
  });

  it('goes through when the branch has moved: its changes are staged', async () => {
    const session = await openWithSnapshot();
    const warnings = warningsOf(session);
    await db.client.query('create table public.meanwhile ()');
    const head = await headOf(db.client);
    await session.query('create table public.a (id int)');
    await session.query('commit');
    expect(await headOf(db.client)).toBe(head);
    expect(await statusOf(db.client)).toEqual(['staged added table public.a']);
    expect(warnings).toEqual([]);
  });

  it('comes before the next transaction that can, as a commit of its own', async () => {
    const session = await openWithSnapshot();
    await db.client.query('create table public.meanwhile ()');
    await session.query('create table public.a (id int)');
    await session.query('commit');
    await db.client.query('create table public.next ()');
    const commits = await commitsOf(db.client);
    expect(commits).toHaveLength(3);
    expect(await shown(db.client, commits[1]?.id)).toEqual(['added table public.a']);
    expect(await shown(db.client, commits[2]?.id)).toEqual(['added table public.next']);
    expect(await faultsIn(db.client)).toEqual([]);
  });

  it('keeps its link: the commit is the one its changes come to', async () => {
    await createHistoryTable(db.client);
    const session = await openWithSnapshot();
    await db.client.query('create table public.meanwhile ()');
    await session.query('create table public.a (id int)');
    await record(session, '1_a');
    await session.query('commit');
    await db.client.query('create table public.next ()');
    const commits = await commitsOf(db.client);
    expect(await linksOf(db.client)).toMatchObject([{ key: '1_a', commit: commits[1]?.id }]);
    expect(await faultsIn(db.client)).toEqual([]);
  });

  it('belongs to its deployment like any other', async () => {
    const opener = await db.connect();
    const id = await begin(opener, 'up');
    const session = await openWithSnapshot();
    await session.query(`set local pggit.deployment = '${id}'`);
    await db.client.query('create table public.meanwhile ()');
    await session.query('create table public.a (id int)');
    await session.query('commit');
    await end(opener);
    expect(await commitsOf(db.client)).toMatchObject([
      { deployment: null },
      { deployment: id, changes: 1 },
    ]);
    expect(await faultsIn(db.client)).toEqual([]);
  });

  it('goes through when another one has changed the same object since its snapshot', async () => {
    await db.client.query("create function public.f() returns int language sql as 'select 1'");
    const session = await openWithSnapshot();
    await db.client.query("comment on function public.f() is 'meanwhile'");
    await session.query('alter function public.f() cost 7');
    await session.query('commit');
    await db.client.query('select pggit.capture()');
    const { rows } = await db.client.query(
      `select pggit.definition('function', 'public.f()', 'HEAD') =
              pggit.definition('function', 'public.f()') as same`,
    );
    expect(rows).toEqual([{ same: true }]);
    expect(await statusOf(db.client)).toEqual([]);
  });

  it('sees both versions of what another one has renamed since its snapshot, and loses that alone', async () => {
    await db.client.query(
      `create table public.named (id int); create function public.g() returns int return 1;
       create type public.mood as enum ('calm'); create table public.mine (id int)`,
    );
    const session = await openWithSnapshot();
    const warnings = warningsOf(session);
    await db.client.query(
      `alter table public.named rename to renamed; alter function public.g() rename to g2;
       alter type public.mood rename to moods`,
    );
    await session.query(
      `alter table public.renamed add column ours int; alter function public.g2() cost 7;
       alter type public.moods add value 'cross'; alter table public.mine add column more int`,
    );
    await session.query('commit');
    expect(warnings.map(({ message }) => message)).toEqual([
      'pggit could not record this change: changed by another session since the snapshot of this ' +
        'transaction: function public.g2(), table public.renamed, type public.moods',
    ]);
    expect(await statusOf(db.client)).toEqual([
      'staged changed table public.mine',
      'drift changed enum public.moods',
      'drift changed function public.g2()',
      'drift changed table public.renamed',
    ]);
    await db.client.query('select pggit.capture()');
    expect(await statusOf(db.client)).toEqual([]);
  });

  it('loses to drift only what others have changed since its snapshot, and names it', async () => {
    await db.client.query(
      `create table public.taken (id int); create table public.gone (id int);
       create function public.f() returns int language sql as 'select 1';
       create table public.mine (id int primary key); create table public.again (id int)`,
    );
    const session = await openWithSnapshot();
    const warnings = warningsOf(session);
    for (const name of ['taken', 'gone', 'again'])
      await db.client.query(`alter table public.${name} add column theirs int`);
    await db.client.query("create table public.theirs (); comment on function public.f() is ''");
    await db.client.query('grant execute on function public.f() to pg_monitor');
    const head = await headOf(db.client);
    await session.query(
      `alter table public.taken add column ours int; alter table public.theirs add column ours int;
       drop table public.gone; drop function public.f(); drop table public.again; create table public.again (ours int);
       alter table public.mine rename to ours; alter table public.ours add column more int;
       create table public.fresh (id int)`,
    );
    await session.query('commit');
    expect(await headOf(db.client)).toBe(head);
    expect(await statusOf(db.client)).toEqual([
      'staged changed index public.mine_pkey',
      'staged added table public.fresh',
      'staged renamed table public.ours',
      'drift removed function public.f()',
      'drift changed table public.again',
      'drift removed table public.gone',
      'drift changed table public.taken',
      'drift changed table public.theirs',
    ]);
    const named = warnings.map(({ message }) => message).join('; ');
    for (const name of ['again', 'f()', 'gone', 'taken', 'theirs']) {
      expect(named).toContain(`public.${name}`);
    }
    expect(named).not.toMatch(/public\.(ours|mine|fresh)/);
    await db.client.query('select pggit.capture()');
    expect(await statusOf(db.client)).toEqual([]);
    await db.client.query('delete from pggit.capture_errors');
    expect(await faultsIn(db.client)).toEqual([]);
  });
});
