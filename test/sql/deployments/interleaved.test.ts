import { useDatabase } from '@pggit/testing';
import { describe, expect, it } from 'vitest';
import { commitsOf, headOf, shown, stateHash } from '../history/readback.js';
import { faultsIn } from '../history/soundness.js';
import { deploymentOfTables } from './readback.js';
import { begin, end } from './session.js';

describe('two deployments open at once', () => {
  const db = useDatabase({ per: 'test' });

  it('take each the changes of their own sessions, and a third session stays outside', async () => {
    const one = await db.connect();
    const two = await db.connect();
    const outside = await db.connect();
    await begin(one, 'one');
    await begin(two, 'two');
    await one.query('create table public.a ()');
    await two.query('create table public.b ()');
    await outside.query('create table public.c ()');
    await one.query('create table public.d ()');
    await end(two);
    await one.query('create table public.e ()');
    await end(one);
    expect(await deploymentOfTables(db.client)).toEqual({
      'public.a': 'one',
      'public.b': 'two',
      'public.c': null,
      'public.d': 'one',
      'public.e': 'one',
    });
    expect((await commitsOf(db.client)).map(({ deploymentName }) => deploymentName)).toEqual([
      null,
      'two',
      'one',
    ]);
    expect(await faultsIn(db.client)).toEqual([]);
  });

  /** What `one` and `two` do in turn; `x` is there before, `y` comes to be in between. */
  const SCENARIOS: Record<string, ['one' | 'two' | 'outside', string][]> = {
    'change one table in turn': [
      ['one', 'alter table public.x add column a int'],
      ['two', 'alter table public.x add column b int'],
      ['one', 'alter table public.x add column c int'],
      ['two', 'alter table public.x add column d int'],
    ],
    'change what the other one made': [
      ['one', 'create table public.y (id int)'],
      ['two', 'alter table public.y add column b int'],
      ['outside', "comment on table public.y is 'outside'"],
    ],
    'drop what the other one made': [
      ['one', 'create table public.y (id int primary key)'],
      ['two', 'drop table public.y'],
    ],
    'drop and make again': [
      ['one', 'drop table public.x'],
      ['two', 'create table public.x (id int, made_again int)'],
      ['outside', 'alter table public.x add column c int'],
    ],
    'rename in turn': [
      ['one', 'alter table public.x rename to y'],
      ['two', 'alter table public.y rename column id to key'],
      ['one', 'alter table public.y rename to z'],
      ['two', 'create table public.x (id int)'],
    ],
    'swap two names': [
      ['one', 'create table public.y (id int)'],
      ['two', 'alter table public.x rename to t'],
      ['one', 'alter table public.y rename to x'],
      ['two', 'alter table public.t rename to y'],
    ],
    'undo one another': [
      ['one', 'alter table public.x add column a int'],
      ['two', 'alter table public.x drop column a'],
    ],
    'move a table with its schema': [
      ['one', 'create schema app'],
      ['two', 'alter table public.x set schema app'],
      ['one', 'alter schema app rename to shop'],
      ['two', 'create view shop.v as select id from shop.x'],
    ],
  };

  for (const [name, steps] of Object.entries(SCENARIOS)) {
    for (const order of [
      ['one', 'two'],
      ['two', 'one'],
    ] as const) {
      it(`end in a sound history when they ${name}, and ${order[0]} ends first`, async () => {
        await db.client.query('create table public.x (id int)');
        const sessions = {
          one: await db.connect(),
          two: await db.connect(),
          outside: await db.connect(),
        };
        await begin(sessions.one, 'one');
        await begin(sessions.two, 'two');
        for (const [who, statement] of steps) await sessions[who].query(statement);
        await end(sessions[order[0]]);
        await end(sessions[order[1]]);

        const commits = await commitsOf(db.client);
        const ends = commits.filter(({ deployment }) => deployment !== null);
        expect(ends.map(({ deploymentName }) => deploymentName)).toEqual(order);
        expect(await stateHash(db.client, 'HEAD')).toBe(await stateHash(db.client, 'live'));
        expect(await faultsIn(db.client)).toEqual([]);
      });
    }
  }

  it('have the definitions at HEAD that the catalog has', async () => {
    await db.client.query('create table public.x (id int)');
    const one = await db.connect();
    const two = await db.connect();
    await begin(one, 'one');
    await begin(two, 'two');
    await one.query('alter table public.x add column a int');
    await two.query('alter table public.x add column b int');
    await one.query('alter table public.x add column c int');
    await end(one);
    await end(two);
    const { rows } = await db.client.query(
      `select pggit.definition('table', 'public.x', 'HEAD') = pggit.definition('table', 'public.x')
         as same`,
    );
    expect(rows).toEqual([{ same: true }]);
  });

  it('show what each of them did to a table they share', async () => {
    await db.client.query('create table public.x (id int)');
    const one = await db.connect();
    const two = await db.connect();
    await begin(one, 'one');
    await begin(two, 'two');
    await one.query('alter table public.x add column a int');
    await two.query('alter table public.x add column b int');
    await end(one);
    const first = await headOf(db.client);
    await end(two);
    expect(await shown(db.client, first)).toEqual(['changed table public.x']);
    expect(await shown(db.client)).toEqual(['changed table public.x']);
    const { rows } = await db.client.query(
      'select attributes from pggit.show($1) union all select attributes from pggit.show()',
      [first],
    );
    expect(rows.map(({ attributes }) => Object.keys(attributes))).toEqual([
      ['columns.a'],
      ['columns.b'],
    ]);
  });
});
