import { isolatedServer } from '@pggit/testing';
import type { ClientBase } from 'pg';
import { beforeAll, describe, expect, it } from 'vitest';
import { objectsBySide, track } from '../cqrs/track.js';
import { warningsOf } from '../kinds/cases.js';
import { expectationsOf, SOUND, shown, traces } from '../kinds/observer.js';
import { added } from '../kinds/rows.js';

// A server of its own: prepared transactions are off unless the server is started with them.
describe('a prepared transaction', () => {
  const server = isolatedServer({ settings: { max_prepared_transactions: '5' } });
  let session: ClientBase;
  let other: ClientBase;

  beforeAll(async () => {
    const { url } = await server.createDatabase({ engine: true });
    [session, other] = [await server.connect(url), await server.connect(url)];
  });

  it('is recorded when it is committed', async () => {
    await session.query(`begin; create table public.t (id int); prepare transaction 'one'`);
    const before = await traces(other);
    await other.query(`commit prepared 'one'`);
    expect((await traces(other)).commits).toBe(before.commits + 1);
    expect(await shown(other)).toEqual([added('table public.t')]);
    expect(await expectationsOf(other)).toEqual(SOUND);
  });

  it('leaves nothing when it is rolled back', async () => {
    const before = await traces(other);
    await session.query(`begin; create table public.gone (id int); prepare transaction 'two'`);
    await other.query(`rollback prepared 'two'`);
    expect(await traces(other)).toEqual(before);
    expect(await expectationsOf(other)).toEqual(SOUND);
  });

  it('that waits for its end keeps no other DDL from succeeding', async () => {
    const warnings = warningsOf(other);
    await session.query(`begin; create table public.early (id int); prepare transaction 'three'`);
    await other.query(`set statement_timeout = '10s'`);
    await other.query('create table public.late (id int)');
    await session.query(`commit prepared 'three'`);
    await session.query('create table public.last (id int)');
    expect(warnings).toEqual([]);
    expect(await expectationsOf(other)).toEqual(SOUND);
    const { rows } = await other.query(
      `select new_identity from pggit.changes where commit_id is not null and new_identity in ('public.early', 'public.late', 'public.last')`,
    );
    expect(rows).toHaveLength(3);
  });

  it('leaves a CQRS change of a deployment that commits as it goes to the next commit', async () => {
    await session.query(
      `begin; create table public.held (id int); set constraints all immediate; prepare transaction 'four'`,
    );
    await other.query(`select pggit.begin_deployment('as it goes', true)`);
    expect(await track(other, { command: ['create table public.side (id int)'] })).toBeNull();
    await session.query(`commit prepared 'four'`);
    await other.query('select pggit.end_deployment()');
    expect(await objectsBySide(other)).toEqual(['command added table public.side']);
    expect(await expectationsOf(other)).toEqual(SOUND);
    const { rows } = await other.query(
      'select commit_id is not null as made from pggit.cqrs_changes',
    );
    expect(rows).toEqual([{ made: true }]);
  });
});
