import { pggit } from '@pggit/core';
import { useDatabase } from '@pggit/testing';
import type { ClientBase } from 'pg';
import { describe, expect, it } from 'vitest';
import { Random } from '../oracle/random.js';
import { purging } from './purging.js';

describe('purge_history beside other sessions', () => {
  const db = useDatabase({ per: 'test' });
  const { purge, sound } = purging(db);

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
});
