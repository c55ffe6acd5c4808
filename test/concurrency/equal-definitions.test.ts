import { useDatabase } from '@pggit/testing';
import { describe, expect, it } from 'vitest';
import { shown } from '../sql/history/readback.js';
import { faultsIn } from '../sql/history/soundness.js';
import { createHistoryTable, record } from '../sql/links/history-table.js';
import { promptly } from './promptly.js';

describe('two long transactions that make objects with equal definitions', () => {
  const db = useDatabase({ per: 'test' });

  const EQUAL: Record<string, (schema: string) => string> = {
    tables: (schema) => `create table ${schema}.t (id int primary key, total numeric default 0)`,
    functions: (schema) => `create function ${schema}.f() returns int language sql as 'select 1'`,
    types: (schema) => `create type ${schema}.state as enum ('open', 'paid')`,
    views: (schema) => `create view ${schema}.v as select 1 as one`,
  };

  for (const [kind, statement] of Object.entries(EQUAL)) {
    it(`do not wait for each other: ${kind}`, async () => {
      await db.client.query('create schema one; create schema two');
      await createHistoryTable(db.client);
      const one = await db.connect();
      const two = await db.connect();
      await one.query('begin');
      await two.query('begin');
      await promptly(one.query(statement('one')));
      await promptly(two.query(statement('two')));
      // The history row has the definitions stored now, long before the commit.
      await promptly(record(one, '1_one'));
      await promptly(record(two, '2_two'));
      await promptly(two.query('commit'));
      expect((await shown(db.client)).every((line) => line.includes(' two.'))).toBe(true);
      await promptly(one.query('commit'));
      expect((await shown(db.client)).every((line) => line.includes(' one.'))).toBe(true);
      expect(await faultsIn(db.client)).toEqual([]);
    });
  }

  it('may roll back either of them', async () => {
    await db.client.query('create schema one; create schema two');
    await createHistoryTable(db.client);
    const one = await db.connect();
    const two = await db.connect();
    await one.query('begin; create table one.t (id int)');
    await promptly(record(one, '1_one'));
    await two.query('begin; create table two.t (id int)');
    await promptly(record(two, '2_two'));
    await one.query('rollback');
    await promptly(two.query('commit'));
    const { rows } = await db.client.query(
      "select pggit.definition('table', 'two.t', 'HEAD') as d",
    );
    expect(rows[0].d).toMatchObject({ columns: { id: { type: 'integer' } } });
    expect(await faultsIn(db.client)).toEqual([]);
  });
});
