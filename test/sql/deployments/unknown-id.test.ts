import { useDatabase } from '@pggit/testing';
import { describe, expect, it } from 'vitest';
import { commitsOf, shown } from '../history/readback.js';
import { faultsIn } from '../history/soundness.js';
import { deploymentsOf } from './readback.js';
import { begin, current, end, warningsOf } from './session.js';

describe('a session whose deployment id means no open deployment', () => {
  const db = useDatabase({ per: 'test' });

  const idOf = {
    unknown: async () => '11111111-2222-4333-8444-555555555555',
    closed: async () => {
      const session = await db.connect();
      const id = await begin(session, 'closed');
      await session.query('create table public.of_the_closed_one ()');
      await end(session);
      return id;
    },
    garbage: async () => `x'); drop table y; --`,
    'almost an id': async () => '11111111-2222-4333-8444-55555555555',
  };

  for (const [sort, makeId] of Object.entries(idOf)) {
    it(`gets one warning and is recorded outside any deployment: ${sort}`, async () => {
      const id = await makeId();
      const before = (await commitsOf(db.client)).length;
      const session = await db.connect();
      await session.query("select set_config('pggit.deployment', $1, false)", [id]);
      const warnings = warningsOf(session);
      await session.query('create table public.a ()');

      expect(warnings).toHaveLength(1);
      expect(warnings[0]?.message).toContain(id);
      expect(warnings[0]?.hint).toContain('outside any deployment');
      expect((await commitsOf(db.client)).slice(before)).toMatchObject([
        { deployment: null, message: 'added table public.a' },
      ]);
      expect(await faultsIn(db.client)).toEqual([]);
    });
  }

  it('is warned once for a transaction, not once for each statement', async () => {
    const session = await db.connect();
    await session.query("set pggit.deployment = '11111111-2222-4333-8444-555555555555'");
    const warnings = warningsOf(session);
    await session.query('begin');
    for (const name of ['a', 'b', 'c']) await session.query(`create table public.${name} ()`);
    await session.query('commit');
    expect(warnings).toHaveLength(1);
    expect(await commitsOf(db.client)).toHaveLength(1);
  });

  it('is warned once for a migration, its history row included', async () => {
    await db.client.query(
      'create table public.pgmigrations (id serial primary key, name text, run_on timestamp)',
    );
    const session = await db.connect();
    await session.query("set pggit.deployment = '11111111-2222-4333-8444-555555555555'");
    const warnings = warningsOf(session);
    await session.query('begin');
    await session.query('create table public.a ()');
    await session.query("insert into public.pgmigrations (name, run_on) values ('1_a', now())");
    await session.query('commit');
    expect(warnings).toHaveLength(1);
    expect(await commitsOf(db.client)).toMatchObject([{ deployment: null, migrations: 1 }]);
  });

  it('is warned about an application_name of that form too', async () => {
    const session = await db.connect({ application_name: 'pggit:gone' });
    const warnings = warningsOf(session);
    await session.query('create table public.a ()');
    expect(warnings).toMatchObject([{ message: expect.stringContaining('gone') }]);
    expect(await shown(db.client)).toEqual(['added table public.a']);
  });

  it('is not warned as long as it changes nothing', async () => {
    const session = await db.connect({ application_name: 'pggit:gone' });
    const warnings = warningsOf(session);
    await session.query('create temp table t (id int); select * from pggit.log()');
    expect(await current(session)).toBeNull();
    expect(warnings).toEqual([]);
  });

  it('may begin a deployment of its own', async () => {
    const session = await db.connect();
    await session.query("set pggit.deployment = 'garbage'");
    const warnings = warningsOf(session);
    const id = await begin(session, 'own');
    await session.query('create table public.a ()');
    await end(session);
    expect(warnings).toEqual([]);
    expect(await deploymentsOf(db.client)).toMatchObject([{ id, status: 'completed' }]);
    expect(await commitsOf(db.client)).toMatchObject([{ deployment: id }]);
  });

  it('is outside after the deployment it joined was ended elsewhere', async () => {
    const opener = await db.connect();
    const id = await begin(opener, 'billing');
    const session = await db.connect({ options: `-c pggit.deployment=${id}` });
    await session.query('create table public.in_time ()');
    await end(opener);
    const warnings = warningsOf(session);
    await session.query('create table public.too_late ()');
    expect(warnings).toHaveLength(1);
    expect(await commitsOf(db.client)).toMatchObject([
      { deployment: id, changes: 1 },
      { deployment: null, message: 'added table public.too_late' },
    ]);
  });
});
