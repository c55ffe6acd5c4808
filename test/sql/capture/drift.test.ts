import { postgresMajor, uniqueRole, useDatabase } from '@pggit/testing';
import type { ClientBase, QueryResult } from 'pg';
import { describe, expect, it } from 'vitest';
import { expectationsOf, objectIds, SOUND, shown, traces } from '../kinds/observer.js';
import { added, changed, removed, renamed } from '../kinds/rows.js';

const GIVEN = `create schema app; create table app.changed (id int); create table app.named (id int primary key);
               create table app.gone (id int); create view app.v as select id from app.named`;
const HIDDEN = `create table app.made (id int); alter table app.changed add note text;
                alter table app.named rename to other_name; drop table app.gone`;

/** Ways around capture, each a list of settings or statements of one session. */
const WAYS = [
  { way: 'pggit.tracking = off', before: 'set pggit.tracking = off' },
  { way: 'session_replication_role = replica', before: 'set session_replication_role = replica' },
  ...(postgresMajor() >= 17
    ? [{ way: 'event_triggers = off', before: 'set event_triggers = off' }]
    : []),
  { way: 'a pause', before: `select pggit.pause_tracking('1 hour')` },
  {
    way: 'disabled event triggers',
    before:
      'alter event trigger pggit_ddl_trigger disable; alter event trigger pggit_drop_trigger disable',
    after:
      'alter event trigger pggit_ddl_trigger enable; alter event trigger pggit_drop_trigger enable',
  },
];

describe.each(WAYS)('what happened during $way', ({ before, after }) => {
  const db = useDatabase();

  it('leaves no trace in history', async () => {
    await db.client.query(GIVEN);
    const other = await db.connect();
    const known = await traces(other);
    const session = await db.connect();
    await session.query(before);
    await session.query(HIDDEN);
    if (after !== undefined) await session.query(after);
    expect(await traces(other)).toEqual(known);
  });

  it('shows as drift, with what changed', async () => {
    expect(await drift(await db.connect())).toEqual(
      [
        'added table app.made',
        'changed table app.changed',
        'changed view app.v',
        'removed table app.gone',
        'renamed table app.other_name',
        'changed index app.named_pkey',
      ].sort(),
    );
  });

  it('makes the hash of HEAD differ from that of the catalog', async () => {
    const { rows } = await db.client.query(
      `select pggit.state_hash('live') = pggit.state_hash('HEAD') as same`,
    );
    expect(rows).toEqual([{ same: false }]);
  });

  it('becomes one commit by capture(), with the identities it had', async () => {
    const other = await db.connect();
    const ids = await objectIds(other);
    const known = await traces(other);
    const session = await db.connect();
    const { rows } = await session.query(`select pggit.capture('adopt what happened') as commit`);
    expect((await traces(other)).commits).toBe(known.commits + 1);
    const head = await other.query('select commit_id, message, author from pggit.log() limit 1');
    expect(head.rows).toEqual([
      { commit_id: rows[0].commit, message: 'adopt what happened', author: other.user },
    ]);
    expect(byName(await shown(other))).toEqual(
      byName([
        added('table app.made'),
        changed('table app.changed', { 'columns.note': [null, { type: 'text' }] }),
        renamed('table app.named', 'table app.other_name'),
        removed('table app.gone'),
        // What else was done to these while nobody looked is not known, so they are rows of their own.
        changed('index app.named_pkey', { table: ['app.named', 'app.other_name'] }),
        changed('view app.v', {
          query: [expect.anything(), expect.stringContaining('other_name')],
        }),
      ]),
    );
    expect((await objectIds(other)).get('table app.other_name')).toBe(ids.get('table app.named'));
    expect(await expectationsOf(other)).toEqual(SOUND);
  });

  it('is adopted once', async () => {
    const other = await db.connect();
    const known = await traces(other);
    const { rows } = await db.client.query('select pggit.capture() as commit');
    expect(rows).toEqual([{ commit: null }]);
    expect(await traces(other)).toEqual(known);
  });
});

describe('drift', () => {
  const db = useDatabase({ per: 'test' });

  async function hidden(statements: string): Promise<void> {
    const session = await db.connect({ options: '-c pggit.tracking=off' });
    await session.query(statements);
  }

  it('that is undone is none', async () => {
    await db.client.query('create table public.t (id int)');
    await hidden('alter table public.t add note text');
    expect(await drift(db.client)).toEqual(['changed table public.t']);
    await hidden('alter table public.t drop note');
    expect(await drift(db.client)).toEqual([]);
  });

  it('of an object made anew with the same definition is none, and the object stays recorded', async () => {
    await db.client.query('create table public.t (id int primary key)');
    await hidden('drop table public.t; create table public.t (id int primary key)');
    expect(await drift(db.client)).toEqual([]);
    await db.client.query('drop table public.t');
    expect(await shown(db.client)).toEqual([
      removed('table public.t'),
      removed('index public.t_pkey'),
    ]);
    expect(await expectationsOf(db.client)).toEqual(SOUND);
  });

  it('of an object made anew and renamed is the removal that nobody saw', async () => {
    await db.client.query('create table public.t (id int)');
    await hidden('drop table public.t; create table public.t (id int)');
    await db.client.query('alter table public.t rename to u');
    expect(await drift(db.client)).toEqual(['removed table public.t']);
    await db.client.query('select pggit.capture()');
    expect(await expectationsOf(db.client)).toEqual(SOUND);
  });

  it('of an object joins the next recorded change of it', async () => {
    await db.client.query('create table public.t (id int)');
    await hidden('alter table public.t add a int');
    await db.client.query('alter table public.t add b int');
    expect(await shown(db.client)).toEqual([
      changed('table public.t', {
        'columns.a': [null, { type: 'integer' }],
        'columns.b': [null, { type: 'integer' }],
      }),
    ]);
    expect(await expectationsOf(db.client)).toEqual(SOUND);
  });

  it('of one object stays drift when another changes', async () => {
    await db.client.query('create table public.t (id int); create table public.u (id int)');
    await hidden('alter table public.t add a int');
    await db.client.query('alter table public.u add b int');
    expect(await drift(db.client)).toEqual(['changed table public.t']);
  });

  it('of what is gone stays drift when something that is not tracked is dropped', async () => {
    const fillOf = (schema: string) => `create table ${schema}.t (id int);
      create function ${schema}.f() returns int language sql return 1; create type ${schema}.e as enum ('a')`;
    const dropIn = (schema: string) =>
      `drop table ${schema}.t; drop function ${schema}.f(); drop type ${schema}.e`;
    await db.client.query(`select pggit.configure_tracking()`);
    await db.client.query(
      `create schema app; create schema query; ${fillOf('app')}; ${fillOf('query')}`,
    );
    await hidden(dropIn('app'));
    const before = (await traces(db.client)).changes;
    await db.client.query(dropIn('query'));
    expect((await traces(db.client)).changes).toBe(before);
    expect((await drift(db.client)).sort()).toEqual([
      'removed enum app.e',
      'removed function app.f()',
      'removed table app.t',
    ]);
  });

  it('of objects of any kind made anew ends with their drop, which finds them by their names', async () => {
    const made = [
      ['schema "Odd ""a"', ''],
      ['table app."T (1)"', '(id int, k int)'],
      ['index app."I.x"', 'create index "I.x" on app.base (id)'],
      ['sequence app."S"', ''],
      ['view app."V"', 'as select 1 as a'],
      ['materialized view app."M"', 'as select 1 as a'],
      ['function app."F (a"(int, text)', 'returns int language sql return 1'],
      ['procedure app.p(int)', `language sql as ''`],
      ['aggregate app."A"(int)', '(sfunc = int4pl, stype = int)'],
      ['type app."E"', `as enum ('a')`],
      ['type app."C"', 'as (a int)'],
      ['domain app."D"', 'as int'],
      ['collation app."Co"', 'from "C"'],
      ['statistics app."St"', 'on id, k from app.base'],
      [
        'trigger "Tr" on app.base',
        'create trigger "Tr" before insert on app.base for each row execute function app.touch()',
      ],
      ['rule "Ru" on app.base', 'create rule "Ru" as on insert to app.base do also nothing'],
      ['policy "Po" on app.base', ''],
      ['foreign data wrapper "W"', ''],
      ['server "Sr"', 'foreign data wrapper w'],
      ['user mapping for public server sr', ''],
      ['publication "Pu"', ''],
      ['extension citext', ''],
    ] as const;
    const make = made
      .map(([name, rest]) => (rest.startsWith('create') ? rest : `create ${name} ${rest}`))
      .join('; ');
    await db.client.query(`create schema app; create table app.base (id int, k int);
      create function app.touch() returns trigger language plpgsql as 'begin return new; end';
      create foreign data wrapper w; create server sr foreign data wrapper w`);
    await db.client.query(make);
    const drop = made.map(([name]) => `drop ${name}`).join('; ');
    await hidden(`${drop}; ${make}`);
    expect(await drift(db.client)).toEqual([]);
    await db.client.query(`set quote_all_identifiers = on; ${drop}; reset quote_all_identifiers`);
    expect(await drift(db.client)).toEqual([]);
    expect(await expectationsOf(db.client)).toEqual(SOUND);
  });

  it('is in the commit that capture() names, beside changes of the same transaction', async () => {
    await db.client.query('create table public.t (id int)');
    await hidden('alter table public.t add a int');
    await db.client.query('begin; create table public.u (id int)');
    const { rows } = await db.client.query(`select pggit.capture('drift') as commit`);
    await db.client.query('commit');
    const commit = await db.client.query('select message from pggit.commits where commit_id = $1', [
      rows[0].commit,
    ]);
    expect(commit.rows).toEqual([{ message: 'drift' }]);
    expect(await shown(db.client, rows[0].commit)).toContainEqual(
      changed('table public.t', { 'columns.a': [null, { type: 'integer' }] }),
    );
    expect(await expectationsOf(db.client)).toEqual(SOUND);
  });

  it('is adopted with a message that says so when none is given', async () => {
    await hidden('create table public.t (id int)');
    await db.client.query('select pggit.capture()');
    const { rows } = await db.client.query('select message from pggit.log() limit 1');
    expect(rows[0].message).toMatch(/captured.*public\.t/);
  });

  it('is adopted with its message and its deployment while constraints are immediate, too', async () => {
    await hidden('create table public.a (id int)');
    const { rows } = await db.client
      .query(`begin; set constraints all immediate; select pggit.capture('in between') is not null as made;
              create table public.b (id int); commit`)
      .then((results) => (results as unknown as QueryResult[])[2] as QueryResult);
    expect(rows).toEqual([{ made: true }]);
    expect(await shown(db.client)).toEqual([added('table public.a'), added('table public.b')]);
    await hidden('create table public.c (id int)');
    await db.client.query(
      `begin; set constraints all immediate; select pggit.begin_deployment('auto', true);
       select pggit.capture(); commit`,
    );
    expect(await shown(db.client)).toEqual([added('table public.c')]);
    const messages = await db.client.query('select message from pggit.log() limit 2');
    expect(messages.rows.map(({ message }) => message)).toEqual([
      'added table public.c',
      'in between',
    ]);
    await db.client.query('select pggit.end_deployment()');
    expect(await expectationsOf(db.client)).toEqual(SOUND);
  });

  it('that is captured in a transaction that rolls back is drift again', async () => {
    await hidden('create table public.t (id int)');
    await db.client.query('begin; select pggit.capture(); rollback');
    expect(await drift(db.client)).toEqual(['added table public.t']);
  });

  it('comes from what raises no event: REASSIGN OWNED, ALTER ROLE, CLUSTER', async () => {
    const role = await uniqueRole(db.client);
    await db.client.query(
      `create table public.t (id int primary key); alter table public.t owner to ${role.name}`,
    );
    await db.client.query(`reassign owned by ${role.name} to current_user`);
    expect(await drift(db.client)).toEqual(['changed table public.t']);
    await db.client.query('select pggit.capture()');
    await db.client.query(`grant select on public.t to ${role.name}`);
    await db.client.query(`alter role ${role.name} rename to ${role.name}_2`);
    expect(await drift(db.client)).toEqual(['changed table public.t']);
    await db.client.query('select pggit.capture()');
    await db.client.query(`alter role ${role.name}_2 rename to ${role.name}`);
    await db.client.query('select pggit.capture()');
    await db.client.query('cluster public.t using t_pkey');
    expect(await drift(db.client)).toEqual(['changed table public.t']);
  });

  it('comes from an index that could not be built concurrently', async () => {
    await db.client.query('create table public.t (id int); insert into public.t values (1), (1)');
    const build = db.client.query('create unique index concurrently i on public.t (id)');
    await expect(build).rejects.toMatchObject({ code: '23505' });
    expect(await drift(db.client)).toEqual(['added index public.i']);
    await db.client.query('drop index public.i');
    expect(await expectationsOf(db.client)).toEqual(SOUND);
  });

  it('is told apart from kinds that are not modelled', async () => {
    await db.client.query(
      'create operator public.=== (leftarg = int, rightarg = int, function = int4eq)',
    );
    const { rows } = await db.client.query(
      'select state, change, kind, identity from pggit.status()',
    );
    expect(rows).toEqual([
      {
        state: 'unmodelled',
        change: null,
        kind: 'operator',
        identity: 'public.===(integer,integer)',
      },
    ]);
  });

  it('in event triggers themselves is said as disabled', async () => {
    await db.client.query('alter event trigger pggit_drop_trigger disable');
    const { rows } = await db.client.query('select state, kind, identity from pggit.status()');
    expect(rows).toEqual([
      { state: 'disabled', kind: 'event trigger', identity: 'pggit_drop_trigger' },
    ]);
  });

  it('is not what the running transaction has done: that is staged', async () => {
    await db.client.query('begin; create table public.t (id int)');
    const { rows } = await db.client.query('select state, change, identity from pggit.status()');
    await db.client.query('rollback');
    expect(rows).toEqual([{ state: 'staged', change: 'added', identity: 'public.t' }]);
  });
});

async function drift(client: ClientBase): Promise<string[]> {
  const { rows } = await client.query(
    `select change || ' ' || kind || ' ' || identity as line from pggit.status() where state = 'drift'`,
  );
  return rows.map(({ line }) => line).sort();
}

function byName<T extends { object: string }>(rows: T[]): T[] {
  return rows.sort((a, b) => (a.object < b.object ? -1 : 1));
}
