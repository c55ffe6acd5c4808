import { useDatabase } from '@pggit/testing';
import type { ClientBase } from 'pg';
import { describe, expect, it } from 'vitest';
import { shown, traces } from '../kinds/observer.js';
import { added, changed, removed } from '../kinds/rows.js';

const BOTH = { commits: 1, drift: [] as string[] };

describe('operations that are ignored', () => {
  const db = useDatabase({ per: 'test' });

  /** How many commits `statement` made, and what it left as drift. */
  async function effectOf(statement: string): Promise<typeof BOTH> {
    const other = await db.connect();
    const before = await traces(other);
    await db.client.query(statement);
    return { commits: (await traces(other)).commits - before.commits, drift: await drift(other) };
  }

  it('make no commit and show as drift', async () => {
    await db.client.query('create table public.t (id int)');
    await db.client.query(`select pggit.configure_tracking(ignore_operations => array['COMMENT'])`);
    expect(await effectOf(`comment on table public.t is 'x'`)).toEqual({
      commits: 0,
      drift: ['changed table public.t'],
    });
    expect(await effectOf('alter table public.t add a int')).toEqual(BOTH);
  });

  it('are named in any case and with %', async () => {
    await db.client.query(
      `select pggit.configure_tracking(ignore_operations => array['create %'])`,
    );
    expect(await effectOf('create table public.t (id int)')).toMatchObject({ commits: 0 });
    expect(await effectOf('create view public.v as select 1 as a')).toMatchObject({ commits: 0 });
  });

  it('may be drops', async () => {
    await db.client.query('create table public.t (id int)');
    await db.client.query(
      `select pggit.configure_tracking(ignore_operations => array['DROP TABLE'])`,
    );
    expect(await effectOf('drop table public.t')).toEqual({
      commits: 0,
      drift: ['removed table public.t'],
    });
  });

  it('are all but those listed to be tracked', async () => {
    await db.client.query(
      `select pggit.configure_tracking(track_operations => array['CREATE TABLE'], ignore_operations => null)`,
    );
    expect(await effectOf('create table public.t (id int)')).toEqual(BOTH);
    expect(await effectOf('alter table public.t add a int')).toMatchObject({ commits: 0 });
  });

  it('are recorded when both lists name them', async () => {
    await db.client.query(
      `select pggit.configure_tracking(track_operations => array['CREATE TABLE'], ignore_operations => array['CREATE%'])`,
    );
    expect(await effectOf('create table public.t (id int)')).toEqual(BOTH);
  });

  it('are recorded for an object whose comment says track: the comment comes first', async () => {
    await db.client.query(
      `create table public.t (id int); comment on table public.t is '@pggit:track'`,
    );
    await db.client.query(
      `select pggit.configure_tracking(ignore_operations => array['ALTER TABLE'])`,
    );
    expect(await effectOf('alter table public.t add a int')).toEqual(BOTH);
    expect(await shown(db.client)).toEqual([
      changed('table public.t', { 'columns.a': [null, { type: 'integer' }] }),
    ]);
  });

  it.each([
    ['trigger', 'trigger x on public.t'],
    ['rule', 'rule x on public.t'],
    ['policy', 'policy x on public.t'],
    ['statistics', 'statistics public.x'],
    ['index', 'index public.x'],
  ])('are recorded for a %s whose table or schema says track', async (kind, object) => {
    const create = {
      trigger:
        'create trigger x before insert on public.t for each row execute function public.f()',
      rule: 'create rule x as on insert to public.t do also nothing',
      policy: 'create policy x on public.t using (true)',
      statistics: 'create statistics public.x on a, b from public.t',
      index: 'create index x on public.t (a)',
    }[kind] as string;
    await db.client.query(
      `create table public.t (a int, b int); comment on table public.t is '@pggit:track';
       create function public.f() returns trigger language plpgsql as 'begin return new; end'`,
    );
    await db.client.query(`select pggit.configure_tracking(ignore_operations => array['CREATE%'])`);
    expect(await effectOf(create)).toEqual(BOTH);
    expect(await shown(db.client)).toEqual([added(object)]);

    await db.client.query(
      `drop ${object}; comment on table public.t is null; comment on schema public is '@pggit:track'`,
    );
    expect(await effectOf(create)).toEqual(BOTH);
    expect(await shown(db.client)).toEqual([added(object)]);
  });

  it.each([
    ['a partition', 'alter table public.p11 add constraint k check (b > 0)', 'table public.p11'],
    [
      'an index of a partition',
      'alter index public.p11_pkey set (fillfactor = 50)',
      'index public.p11_pkey',
    ],
    [
      'an owned sequence',
      'alter sequence public.root_c_seq increment 5',
      'sequence public.root_c_seq',
    ],
  ])('are recorded for %s of a table that says track', async (_, statement, object) => {
    await db.client.query(
      `create table public.root (a int, b int, c serial, primary key (a, b)) partition by range (a);
       create table public.p1 partition of public.root for values from (0) to (9) partition by range (b);
       create table public.p11 partition of public.p1 for values from (0) to (9);
       comment on table public.root is '@pggit:track'`,
    );
    await db.client.query(`select pggit.configure_tracking(ignore_operations => array['ALTER%'])`);
    expect(await effectOf(statement)).toEqual(BOTH);
    expect(await shown(db.client)).toMatchObject([{ change: 'changed', object }]);
  });

  it('are recorded for a drop of what said track, with all that went along', async () => {
    await db.client.query(
      `create schema "Odd Name"; create table "Odd Name".t (id int); create view "Odd Name".v as select 1 as a;
       comment on schema "Odd Name" is '@pggit:track'; create table public.u (id int);
       create table public.t (id serial primary key); comment on table public.t is '@pggit:track'`,
    );
    await db.client.query(`select pggit.configure_tracking(ignore_operations => array['DROP%'])`);
    expect(await effectOf('drop table public.t, public.u')).toEqual({
      commits: 1,
      drift: ['removed table public.u'],
    });
    expect(await shown(db.client)).toEqual(
      ['sequence public.t_id_seq', 'table public.t', 'index public.t_pkey'].map(removed),
    );
    expect(await effectOf('drop table "Odd Name".t')).toMatchObject({ commits: 1 });
    expect(await effectOf('drop schema "Odd Name" cascade')).toMatchObject({ commits: 1 });
    expect(await shown(db.client)).toEqual(['schema "Odd Name"', 'view "Odd Name".v'].map(removed));
  });

  it('are recorded for privileges on what says track', async () => {
    await db.client.query(
      `create table public.t (id int); comment on table public.t is '@pggit:track'; create table public.u (id int)`,
    );
    await db.client.query(
      `select pggit.configure_tracking(ignore_operations => array['GRANT', 'REVOKE'])`,
    );
    expect(await effectOf('grant select on public.t, public.u to public')).toEqual({
      commits: 1,
      drift: ['changed table public.u'],
    });
    expect(await shown(db.client)).toMatchObject([{ change: 'changed', object: 'table public.t' }]);
    expect(await effectOf('revoke select on public.u from public')).toEqual({
      commits: 0,
      drift: [],
    });
  });

  it('do not hide what another statement of the transaction does to the object', async () => {
    await db.client.query(
      `select pggit.configure_tracking(ignore_operations => array['ALTER TABLE'])`,
    );
    await db.client.query('create table public.t (id int); alter table public.t add a int');
    expect(await shown(db.client)).toEqual([added('table public.t')]);
    expect(await drift(db.client)).toEqual([]);
  });

  it('are REFRESH MATERIALIZED VIEW when nothing was configured', async () => {
    await db.client.query('create materialized view public.m as select 1 as a');
    expect(await effectOf('refresh materialized view public.m')).toEqual({ commits: 0, drift: [] });
  });
});

async function drift(client: ClientBase): Promise<string[]> {
  const { rows } = await client.query(
    `select change || ' ' || kind || ' ' || identity as line from pggit.status() where state = 'drift'`,
  );
  return rows.map(({ line }) => line).sort();
}
