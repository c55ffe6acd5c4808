import { useDatabase } from '@pggit/testing';
import { describe, expect, it } from 'vitest';
import { warningsOf } from '../deployments/session.js';
import { testKind } from '../kinds/cases.js';
import { expectationsOf, objectIds, SOUND, shown } from '../kinds/observer.js';
import { added, changed, untracked } from '../kinds/rows.js';

testKind('configure_tracking', [
  {
    it: 'takes what becomes ignored out of the live state as untracked',
    given:
      'create table app.t (id serial primary key); create view other.v as select id from app.t',
    when: `select pggit.configure_tracking(ignore_schemas => array['app'])`,
    shows: [
      untracked('schema app'),
      untracked('table app.t'),
      untracked('index app.t_pkey'),
      untracked('sequence app.t_id_seq'),
    ],
  },
  {
    it: 'brings back what becomes tracked again as added',
    given: [
      'create table app.t (id int)',
      `select pggit.configure_tracking(ignore_schemas => array['app'])`,
      'alter table app.t add note text',
    ],
    when: 'select pggit.configure_tracking()',
    shows: [added('schema app'), added('table app.t')],
  },
  {
    it: 'replaces the whole configuration each time',
    given: [
      'create table app.t (id int); create table other.t (id int)',
      `select pggit.configure_tracking(ignore_schemas => array['app'])`,
    ],
    when: `select pggit.configure_tracking(ignore_schemas => array['other'])`,
    shows: [
      added('schema app'),
      added('table app.t'),
      untracked('schema other'),
      untracked('table other.t'),
    ],
  },
  {
    it: 'ignores query, query_cache and temporary schemas by default',
    given:
      'create schema query; create schema query_cache; create schema query_caches; create table query.t (id int)',
    when: 'select pggit.configure_tracking()',
    shows: [untracked('schema query'), untracked('schema query_cache'), untracked('table query.t')],
  },
  {
    it: 'tracks everything when every list is null',
    given: [
      'create schema query; create table query.t (id int)',
      'select pggit.configure_tracking()',
    ],
    when: 'select pggit.configure_tracking(null, null, null, null)',
    shows: [added('schema query'), added('table query.t')],
  },
  {
    it: 'tracks the listed schemas alone',
    given: 'create table app.t (id int); create table other.t (id int)',
    when: `select pggit.configure_tracking(track_schemas => array['app', 'public'])`,
    shows: [untracked('schema other'), untracked('table other.t')],
  },
  {
    it: 'tracks nothing that has a schema when the list is empty',
    given: 'create table app.t (id int); create extension citext',
    when: `select pggit.configure_tracking(track_schemas => '{}')`,
    shows: [
      untracked('schema app'),
      untracked('schema other'),
      untracked('schema public'),
      untracked('table app.t'),
    ],
  },
  {
    it: 'tracks a schema in both lists',
    given: 'create table app.t (id int); create table other.t (id int)',
    when: `select pggit.configure_tracking(track_schemas => array['app'], ignore_schemas => array['app', 'other', 'public'])`,
    shows: [untracked('schema other'), untracked('schema public'), untracked('table other.t')],
  },
  {
    it: 'takes % for any characters and everything else as it is',
    given: `create schema a_b; create schema axb; create schema "a_b.c"; create schema "a\\b"; create schema "A_B"`,
    when: `select pggit.configure_tracking(ignore_schemas => array['a_b%', 'a\\b'])`,
    shows: [untracked('schema a_b'), untracked('schema "a_b.c"'), untracked('schema "a\\b"')],
  },
  {
    it: 'changes nothing when it says what holds already',
    given: `select pggit.configure_tracking(ignore_schemas => array['app'])`,
    when: `select pggit.configure_tracking(ignore_schemas => array['app'])`,
    shows: [],
  },
  {
    it: 'records the DDL of its own transaction by the rules that end up holding',
    when: `create table app.t (id int); create table other.t (id int);
           select pggit.configure_tracking(ignore_schemas => array['other'])`,
    shows: [added('table app.t'), untracked('schema other')],
  },
]);

testKind('in an ignored schema', [
  {
    it: 'nothing is recorded',
    given: `select pggit.configure_tracking(ignore_schemas => array['other'])`,
    when: `create table other.t (id serial primary key); create view other.v as select 1 as a;
           alter table other.t add note text; comment on table other.t is 'x'; grant select on other.t to public;
           create function other.f() returns int language sql return 1; drop view other.v`,
    shows: [],
  },
  {
    it: 'a table that moves in becomes untracked',
    given: [
      'create table app.t (id int primary key)',
      `select pggit.configure_tracking(ignore_schemas => array['other'])`,
    ],
    when: 'alter table app.t set schema other',
    shows: [untracked('table app.t'), untracked('index app.t_pkey')],
  },
  {
    it: 'a table that moves out is added',
    given: [
      `select pggit.configure_tracking(ignore_schemas => array['other'])`,
      'create table other.t (id int primary key)',
    ],
    when: 'alter table other.t set schema app',
    shows: [added('table app.t'), added('index app.t_pkey')],
  },
  {
    it: 'everything is untracked when a schema is renamed into it',
    given: [
      'create table app.t (id int)',
      `select pggit.configure_tracking(ignore_schemas => array['query'])`,
    ],
    when: 'alter schema app rename to query',
    shows: [untracked('schema app'), untracked('table app.t')],
  },
]);

describe('configure_tracking', () => {
  const db = useDatabase({ per: 'test' });

  it.each([
    ['track_schemas', `array['']`],
    ['ignore_schemas', `array['app', '  ']`],
    ['track_operations', 'array[null]::text[]'],
    ['ignore_operations', `array['CREATE TABLE', '']`],
  ])('refuses an empty pattern in %s', async (list, value) => {
    const attempt = db.client.query(`select pggit.configure_tracking(${list} => ${value})`);
    const error = await attempt.catch((raised) => raised);
    expect(error).toMatchObject({ code: 'PGT02' });
    expect(JSON.parse(error.detail)).toMatchObject({ list });
    await db.client.query('create table public.t (id int)');
    expect(await shown(db.client)).toEqual([added('table public.t')]);
  });

  it('refuses a name in quotes, unless a schema has them in its name', async () => {
    for (const list of ['track_schemas', 'ignore_schemas']) {
      const configure = (name: string) =>
        db.client.query(`select pggit.configure_tracking(${list} => array['${name}'])`);
      await expect(configure('"my""app"')).rejects.toMatchObject({
        code: 'PGT02',
        message: `${list} holds the name "my""app" in quotes, which no schema has in its name`,
        hint: `A pattern is a name without quotes: 'my"app'.`,
      });
      await db.client.query('create schema """odd"""');
      await configure('"odd"');
      await db.client.query('drop schema """odd"""');
    }
  });

  it('warns of operations that pggit sees no command of, and of schemas that nothing is like', async () => {
    const warnings = warningsOf(db.client);
    await db.client.query(`select pggit.configure_tracking(
      track_schemas => array['ap', 'ot_er'], track_operations => array['% TABLE', 'FROB'],
      ignore_operations => array['vacuum', 'reindex'])`);
    expect(warnings.map(({ message }) => message)).toEqual([
      'pggit sees no command like FROB, vacuum',
      'no schema is like any of track_schemas (ap, ot_er)',
    ]);
    await db.client.query(`select pggit.configure_tracking(track_schemas => array['ap', 'publ%'])`);
    await db.client.query(`select pggit.configure_tracking(track_schemas => '{}')`);
    expect(warnings).toHaveLength(2);
  });

  it('leaves drift as it is', async () => {
    await db.client.query('create table public.t (id int)');
    const session = await db.connect({ options: '-c pggit.tracking=off' });
    await session.query('alter table public.t add a int; create table public.u (id int)');
    await db.client.query('select pggit.configure_tracking()');
    const { rows } = await db.client.query('select state, change, identity from pggit.status()');
    expect(rows).toEqual([
      { state: 'drift', change: 'changed', identity: 'public.t' },
      { state: 'drift', change: 'added', identity: 'public.u' },
    ]);
  });

  it('gives an object that is tracked again the id it had', async () => {
    await db.client.query('create schema app; create table app.t (id int)');
    const before = await objectIds(db.client);
    await db.client.query(`select pggit.configure_tracking(ignore_schemas => array['app'])`);
    await db.client.query('select pggit.configure_tracking()');
    expect(await objectIds(db.client)).toEqual(before);
  });

  it('lists what is ignored and why', async () => {
    await db.client.query(
      `create schema app; create table app.t (id int primary key); create table public.u (id int);
       comment on table public.u is '@pggit:ignore';
       select pggit.configure_tracking(ignore_schemas => array['app'])`,
    );
    const { rows } = await db.client.query('select * from pggit.ignored_objects()');
    expect(rows).toEqual([
      { kind: 'schema', identity: 'app', rule: expect.stringContaining('ignore_schemas') },
      { kind: 'table', identity: 'app.t', rule: expect.stringContaining('ignore_schemas') },
      { kind: 'table', identity: 'public.u', rule: expect.stringContaining('@pggit:ignore') },
      { kind: 'index', identity: 'app.t_pkey', rule: expect.stringContaining('ignore_schemas') },
    ]);
  });

  it('is taken back by a rollback', async () => {
    await db.client.query('create schema app');
    await db.client.query(
      `begin; select pggit.configure_tracking(ignore_schemas => array['app']); rollback`,
    );
    await db.client.query('create table app.t (id int); alter table app.t add note text');
    expect(await shown(db.client)).toEqual([added('table app.t')]);
    expect(await expectationsOf(db.client)).toEqual(SOUND);
  });

  it('holds for every session from then on', async () => {
    await db.client.query('create schema app; create table app.t (id int)');
    const other = await db.connect();
    await other.query('alter table app.t add a int');
    await db.client.query(`select pggit.configure_tracking(ignore_schemas => array['app'])`);
    await other.query('alter table app.t add b int; create table public.t (id int)');
    expect(await shown(other)).toEqual([added('table public.t')]);
    await db.client.query('select pggit.configure_tracking()');
    await other.query('alter table app.t add c int');
    expect(await shown(other)).toEqual([
      changed('table app.t', { 'columns.c': [null, { type: 'integer' }] }),
    ]);
  });
});
