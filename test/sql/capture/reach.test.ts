import { useDatabase } from '@pggit/testing';
import { describe, expect, it } from 'vitest';
import { testKind } from '../kinds/cases.js';
import { changed, removed, untracked } from '../kinds/rows.js';

const PARTITIONED = `
  create table app.p (a int not null, b text) partition by range (a);
  create table app.p1 partition of app.p for values from (0) to (10);
  create table app.p2 partition of app.p for values from (10) to (20)`;

testKind('a command on a partitioned table', [
  {
    it: 'that hides it hides its partitions',
    given: PARTITIONED,
    when: `comment on table app.p is '@pggit:ignore'`,
    shows: [untracked('table app.p'), untracked('table app.p1'), untracked('table app.p2')],
  },
  {
    it: 'that detaches a partition counts when the table goes',
    given: PARTITIONED,
    when: 'alter table app.p detach partition app.p1; drop table app.p',
    shows: [
      removed('table app.p'),
      removed('table app.p2'),
      changed('table app.p1', {
        partition_of: [{ table: 'app.p', bounds: 'FOR VALUES FROM (0) TO (10)' }, null],
        'columns.a.inherited': [true, null],
        'columns.b.inherited': [true, null],
      }),
    ],
  },
]);

describe('what a command reaches', () => {
  const db = useDatabase();
  const reached = async (command: string): Promise<string[]> => {
    await db.client.query('begin');
    await db.client.query(command);
    const { rows } = await db.client.query<{ name: string }>(
      `select objid::regclass::text as name from pggit._pending_marks()
       where classid = 'pg_class'::regclass order by 1`,
    );
    await db.client.query('rollback');
    return rows.map(({ name }) => name);
  };

  it('is the partitions that it changes, and no other', async () => {
    await db.client.query(`create schema app; ${PARTITIONED}`);
    expect(await reached(`comment on table app.p is 'parts'`)).toEqual(['app.p']);
    expect(await reached('alter table app.p add column c int')).toEqual([
      'app.p',
      'app.p1',
      'app.p2',
    ]);
    expect(await reached('alter table app.p detach partition app.p1')).toEqual(['app.p', 'app.p1']);
    expect(await reached('alter table app.p1 add check (a > 0)')).toEqual(['app.p1']);
  });

  it('is the indexes that it makes on partitions', async () => {
    expect(await reached('create index on app.p (a)')).toEqual([
      'app.p',
      'app.p1',
      'app.p1_a_idx',
      'app.p2',
      'app.p2_a_idx',
      'app.p_a_idx',
    ]);
  });

  it('is a sequence that becomes the own of a table', async () => {
    await db.client.query('create table app.t (id int not null)');
    expect(await reached('alter table app.t add column n serial')).toEqual([
      'app.t',
      'app.t_n_seq',
    ]);
    expect(
      await reached('alter table app.t alter column id add generated always as identity'),
    ).toEqual(['app.t', 'app.t_id_seq']);
  });

  it('is the triggers that users named like the ones of foreign keys', async () => {
    await db.client.query(`
      create function app.f() returns trigger language plpgsql as 'begin return new; end';
      create trigger "RI_ConstraintTrigger_a_1" after insert on app.t
        for each row execute function app.f()`);
    await db.client.query('alter table app.t rename to u');
    const { rows } = await db.client.query(
      `select identity from pggit.live_objects where kind = 'trigger'
       union all select identity from pggit.status()`,
    );
    expect(rows).toEqual([{ identity: '"RI_ConstraintTrigger_a_1" on app.u' }]);
  });
});
