import { useDatabase } from '@pggit/testing';
import type { ClientBase } from 'pg';
import { describe, expect, it } from 'vitest';
import { columnIds, expectationsOf, objectIds, SOUND, shown, traces } from '../kinds/observer.js';
import { added, changed, removed, renamed } from '../kinds/rows.js';

/**
 * Makes every oid pggit knows another one, as a dump and restore does. The table of live objects is a new
 * one then, which no session has looked at.
 */
const RESTORED = `
  update pggit.live_objects set objid = objid::bigint + 5000000, parent_objid = parent_objid::bigint + 5000000;
  update pggit.settings set value = to_jsonb(1) where name = 'catalog';
  set pggit.bound_to = ''`;

const GIVEN = `
  create schema app; create table app.t (id int primary key, note text);
  create table app.u (t int references app.t); create view app.v as select id from app.t;
  create type app.mood as enum ('ok'); create function app.f(app.mood) returns int language sql return 1`;

describe('in a database whose oids are not the ones pggit knew', () => {
  const db = useDatabase({ per: 'test' });

  async function restored(): Promise<ClientBase> {
    await db.client.query(GIVEN);
    await db.client.query('alter table app.t rename note to remark');
    await db.client.query(RESTORED);
    return db.connect();
  }

  it('nothing is drift', async () => {
    expect(await expectationsOf(await restored())).toEqual(SOUND);
  });

  it('capture() finds nothing to adopt', async () => {
    const other = await restored();
    const before = await traces(other);
    expect((await db.client.query('select pggit.capture() as commit')).rows).toEqual([
      { commit: null },
    ]);
    expect(await traces(other)).toEqual(before);
  });

  it('the first change is recorded as what it is, with the ids that were', async () => {
    const other = await restored();
    const before = await objectIds(other);
    await db.client.query('alter table app.t add more int');
    expect(await shown(other)).toEqual([
      changed('table app.t', { 'columns.more': [null, { type: 'integer' }] }),
    ]);
    expect(await objectIds(other)).toEqual(before);
    expect(await columnIds(other, 'app.t')).toEqual({ id: 'id', remark: 'note', more: 'more' });
    expect(await expectationsOf(other)).toEqual(SOUND);
  });

  it('a drop is recorded', async () => {
    const other = await restored();
    await db.client.query('drop view app.v; drop function app.f(app.mood)');
    expect(await shown(other)).toEqual([
      removed('function app.f(app.mood)'),
      removed('view app.v'),
    ]);
    expect(await expectationsOf(other)).toEqual(SOUND);
  });

  it('a new object is recorded beside them', async () => {
    const other = await restored();
    await db.client.query('create table app.w (id int)');
    expect(await shown(other)).toEqual([added('table app.w')]);
    expect(await expectationsOf(other)).toEqual(SOUND);
  });

  it('a rename as the first change is a rename', async () => {
    const other = await restored();
    await db.client.query('alter table app.t rename to t2');
    expect(await shown(other)).toEqual([renamed('table app.t', 'table app.t2')]);
    expect(await expectationsOf(other)).toEqual(SOUND);
  });
});

describe('what is known of columns, by their numbers after a restore,', () => {
  const db = useDatabase();
  const KNOWN = [
    ['id', null, 'note', 'total'],
    ['id', 'gone', 'remark', 'total#2'],
  ];

  const CASES: Record<string, [now: (string | null)[], known: (string | null)[][]]> = {
    'is as it was where numbers were kept': [['id', null, 'note', 'total'], KNOWN],
    'closes up where dropped columns were left out': [
      ['id', 'note', 'total'],
      [
        ['id', 'note', 'total'],
        ['id', 'remark', 'total#2'],
      ],
    ],
    'has the old name of a column renamed since': [
      ['id', 'note', 'amount'],
      [
        ['id', 'note', 'total'],
        ['id', 'remark', 'total#2'],
      ],
    ],
    'has the old name where numbers were kept, too': [['id', null, 'text', 'total'], KNOWN],
    'lacks a column added since': [
      ['id', 'note', 'total', 'more'],
      [
        ['id', 'note', 'total'],
        ['id', 'remark', 'total#2'],
      ],
    ],
    'has a column dropped since': [
      ['id', null, 'total'],
      [
        ['id', 'note', 'total'],
        ['id', 'remark', 'total#2'],
      ],
    ],
    'follows names where the order is another one': [
      ['total', 'id', 'note'],
      [
        ['total', 'id', 'note'],
        ['total#2', 'id', 'remark'],
      ],
    ],
  };

  it.each(Object.entries(CASES))('%s', async (_, [now, [names, ids]]) => {
    const { rows } = await db.client.query(
      'select p_known_names as names, p_known_ids as ids from pggit._rebind_columns($1, $2, $3)',
      [now, ...KNOWN],
    );
    expect(rows).toEqual([{ names, ids }]);
  });
});
