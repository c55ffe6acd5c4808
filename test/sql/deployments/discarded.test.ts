import { useDatabase } from '@pggit/testing';
import { describe, expect, it } from 'vitest';
import { commitsOf, headOf, shown } from '../history/readback.js';
import { faultsIn } from '../history/soundness.js';
import { deploymentsOf } from './readback.js';
import { begin, current, end } from './session.js';

describe('a deployment with nothing in it', () => {
  const db = useDatabase({ per: 'test' });

  it('is discarded at its end: no commit, no tag, no row', async () => {
    const session = await db.connect();
    const head = await headOf(db.client);
    await begin(session, 'nothing');
    await end(session, 'nothing', ['nothing']);
    expect(await headOf(db.client)).toBe(head);
    expect(await deploymentsOf(db.client)).toEqual([]);
    expect((await db.client.query('select * from pggit.tags')).rows).toEqual([]);
    expect(await current(session)).toBeNull();
  });

  it('is discarded when it is aborted too', async () => {
    const session = await db.connect();
    await begin(session, 'nothing');
    await session.query("select pggit.abort_deployment('never began')");
    expect(await deploymentsOf(db.client)).toEqual([]);
  });

  it('is discarded when all it did was data, temporary or rolled back', async () => {
    const session = await db.connect();
    await session.query('create table public.a (id int)');
    const head = await headOf(db.client);
    await begin(session, 'nothing');
    await session.query('insert into public.a values (1)');
    await session.query('create temp table t ()');
    await session.query('begin; create table public.b (); rollback');
    await end(session);
    expect(await deploymentsOf(db.client)).toEqual([]);
    expect(await headOf(db.client)).toBe(head);
    expect(await faultsIn(db.client)).toEqual([]);
  });

  it('is kept when it has links, though no change: the commit is empty', async () => {
    const session = await db.connect();
    await session.query(
      'create table public.pgmigrations (id serial primary key, name text, run_on timestamp)',
    );
    const id = await begin(session, 'data only');
    await session.query("insert into public.pgmigrations (name, run_on) values ('1_data', now())");
    await end(session, 'Move data', ['data']);

    expect(await commitsOf(db.client)).toMatchObject([
      { deployment: id, message: 'Move data', tags: ['data'], changes: 0, migrations: 1 },
    ]);
    expect(await shown(db.client)).toEqual([]);
    expect(await deploymentsOf(db.client)).toMatchObject([
      { id, status: 'completed', commit: await headOf(db.client) },
    ]);
    expect(await faultsIn(db.client)).toEqual([]);
  });

  it('is kept for a link made by hand', async () => {
    const session = await db.connect();
    const id = await begin(session, 'by hand');
    await session.query('select pggit.link_migration(42)');
    await end(session);
    expect(await commitsOf(db.client)).toMatchObject([{ deployment: id, migrations: 1 }]);
  });
});
