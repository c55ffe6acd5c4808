import { uniqueRole, useDatabase } from '@pggit/testing';
import { beforeEach, describe, expect, it } from 'vitest';
import { faultsIn } from '../sql/history/soundness.js';
import { createHistoryTable, record } from '../sql/links/history-table.js';
import { promptly } from './promptly.js';

/**
 * Changes of one object that PostgreSQL lets two sessions make at once: each session sees the
 * object without what the other one has not committed yet.
 */
const PAIRS: Record<string, [string, string]> = {
  'comment on a function and grant it': [
    "comment on function public.f() is 'commented'",
    'grant execute on function public.f() to $role',
  ],
  'grant a function and comment on it': [
    'grant execute on function public.f() to $role',
    "comment on function public.f() is 'commented'",
  ],
  'comment on a table and grant it': [
    "comment on table app.t is 'commented'",
    'grant select on app.t to $role',
  ],
  'rename a schema and alter a table in it': [
    'alter schema app rename to shop',
    'alter table app.t add column total int',
  ],
  'alter a table and rename its schema': [
    'alter table app.t add column total int',
    'alter schema app rename to shop',
  ],
  'rename a referenced table and comment on the one that refers to it': [
    'alter table public.parent rename to renamed',
    "comment on table public.child is 'commented'",
  ],
  'comment on a view and rename a column of its table': [
    "comment on view public.v is 'commented'",
    'alter table public.parent rename column note to remark',
  ],
};

describe('two sessions that change one object at once', () => {
  const db = useDatabase({ per: 'test' });
  let role: string;

  beforeEach(async () => {
    role = (await uniqueRole(db.client)).name;
    await createHistoryTable(db.client);
    await db.client.query(`
      create function public.f() returns int language sql as 'select 1';
      create schema app;
      create table app.t (id int primary key);
      create table public.parent (id int primary key, note text);
      create table public.child (id int references public.parent);
      create view public.v as select id, note from public.parent`);
  });

  for (const [name, statements] of Object.entries(PAIRS)) {
    it(`lose nothing when they ${name}`, async () => {
      const [first, second] = statements.map((text) => text.replace('$role', role));
      const one = await db.connect();
      const two = await db.connect();
      await one.query('begin');
      await one.query(first as string);
      // Described now and not at the commit, as in every migration that writes a history row.
      await record(one, '1_first');
      const done = two.query(second as string);
      await new Promise((resolve) => setTimeout(resolve, 300));
      await one.query('commit');
      await done;
      expect(await faultsIn(db.client)).toEqual([]);
    });

    it(`lose nothing when they ${name}, both undescribed until they commit together`, async () => {
      const [first, second] = statements.map((text) => text.replace('$role', role));
      const one = await db.connect();
      const two = await db.connect();
      await one.query('begin');
      await two.query('begin');
      await one.query(first as string);
      await two.query(second as string);
      await Promise.all([one.query('commit'), two.query('commit')]);
      expect(await faultsIn(db.client)).toEqual([]);
    });
  }

  it('do not hold each other up for as long as a migration lasts', async () => {
    const one = await db.connect();
    await one.query("begin; comment on function public.f() is 'commented'");
    await record(one, '1_long');
    const two = await db.connect();
    await promptly(two.query(`grant execute on function public.f() to ${role}`), 10_000);
    await one.query('commit');
    // What could not be described in time is drift until the next capture, and no more than that.
    await db.client.query('select pggit.capture()');
    const { rows } = await db.client.query(
      "select pggit.state_hash('HEAD') = pggit.state_hash('live') as same",
    );
    expect(rows).toEqual([{ same: true }]);
    expect((await db.client.query('select * from pggit.status()')).rows).toEqual([]);
  });
});
