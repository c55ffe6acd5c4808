import { pggit } from '@pggit/core';
import { uniqueRole, useDatabase } from '@pggit/testing';
import { describe, expect, it } from 'vitest';
import { testKind } from '../kinds/cases.js';
import { expectationsOf, SOUND, shown } from '../kinds/observer.js';
import { added, changed, removed, untracked } from '../kinds/rows.js';

const IGNORE = (pattern: string) => `select pggit.add_ignore_pattern('${pattern}')`;

testKind('an ignore pattern for objects', [
  {
    it: 'keeps what it matches out, with its indexes, sequences, triggers and policies',
    given: IGNORE('table app.tmp_%'),
    when: `create table app.tmp_a (id serial primary key); create policy p on app.tmp_a using (true);
           create table app.tmpa (id int); create view app.tmp_v as select 1 as a;
           alter table app.tmp_a add note text; create index on app.tmp_a (note); drop table app.tmp_a`,
    shows: [added('table app.tmpa'), added('view app.tmp_v')],
  },
  {
    it: 'is about partitions of every level with their table, and what lives on them',
    given: `create table app.tmp (a int, b int, primary key (a, b)) partition by range (a);
            create table app.p1 partition of app.tmp for values from (0) to (9) partition by range (b);
            create table app.p11 partition of app.p1 for values from (0) to (9)`,
    when: IGNORE('table app.tmp'),
    shows: [
      ...['table app.tmp', 'table app.p1', 'table app.p11'],
      ...['index app.tmp_pkey', 'index app.p1_pkey', 'index app.p11_pkey'],
    ].map(untracked),
  },
  {
    it: 'takes what exists out of the live state as untracked',
    given: 'create table app.tmp_a (id int primary key); create table app.b (id int)',
    when: IGNORE('TABLE APP.TMP_%'),
    shows: [untracked('table app.tmp_a'), untracked('index app.tmp_a_pkey')],
  },
  {
    it: 'brings it back as added when it is removed',
    given: [
      'create table app.tmp_a (id int)',
      IGNORE('table app.tmp_%'),
      'alter table app.tmp_a add note text',
    ],
    when: `select pggit.remove_ignore_pattern('table app.tmp_%')`,
    shows: [added('table app.tmp_a')],
  },
  {
    it: 'with % before the name is about every kind',
    given: IGNORE('% app.tmp_%'),
    when: `create table app.tmp_a (id int); create function app.tmp_f() returns int language sql return 1;
           create type app.tmp_e as enum ('a'); create table app.t (id int)`,
    shows: [added('table app.t')],
  },
  {
    it: 'comes after a comment that says track and before the lists of schemas',
    given: [
      IGNORE('table other.%'),
      `select pggit.configure_tracking(track_schemas => array['app', 'other'], ignore_schemas => null)`,
    ],
    when: `create table other.t (id int); create table other.u (id int);
           comment on table other.u is '@pggit:track'; create table app.t (id int)`,
    shows: [added('table other.u'), added('table app.t')],
  },
  {
    it: 'stays when the lists are configured anew',
    given: [IGNORE('table app.tmp_%'), `select pggit.configure_tracking()`],
    when: 'create table app.tmp_a (id int); create table app.t (id int)',
    shows: [added('table app.t')],
  },
  {
    it: 'for a kind and one schema leaves the functions of that schema alone',
    given: IGNORE('view app.%'),
    when: `create view app.v as select 1 as a; create function app.f() returns int language sql return 1`,
    shows: [added('function app.f()')],
  },
  {
    it: 'takes a function with its argument types',
    given: [
      IGNORE('function app.f(integer)'),
      IGNORE('Function app.g(app.nothing, %)'),
      IGNORE('CREATE FUNCTION app."F"()'),
    ],
    when: `create function app.f(int) returns int language sql return 1;
           create function app.f(text) returns int language sql return 1`,
    shows: [added('function app.f(text)')],
  },
  {
    it: 'matches however many blanks stand between its words, and those of a quoted name as they are',
    given: [IGNORE('  TABLE \n app.zz%  '), IGNORE('view  app."a  b"')],
    when: `create table app.zz1 (id int); create view app."a  b" as select 1 as a;
           create view app."a b" as select 1 as a`,
    shows: [added('view app."a b"')],
  },
  {
    it: 'lets go of a table that is renamed out of it',
    given: [IGNORE('table app.tmp_%'), 'create table app.tmp_a (id int)'],
    when: 'alter table app.tmp_a rename to a',
    shows: [added('table app.a')],
  },
  {
    it: 'takes in a table that is renamed into it, as untracked',
    given: [IGNORE('table app.tmp_%'), 'create table app.a (id int)'],
    when: 'alter table app.a rename to tmp_a',
    shows: [untracked('table app.a')],
  },
  {
    it: 'holds in the transaction that adds it, for what comes after',
    when: `create table app.tmp_a (id int); ${IGNORE('table app.tmp_%')}; create table app.tmp_b (id int);
           create table app.c (id int)`,
    shows: [added('table app.c')],
  },
  {
    it: 'that is there already changes nothing',
    given: IGNORE('table app.tmp_%'),
    when: IGNORE('table app.tmp_%'),
    shows: [],
  },
]);

describe('an ignore pattern for operations', () => {
  const db = useDatabase({ per: 'test' });
  const drift = async () => {
    const { rows } = await db.client.query(
      `select change || ' ' || kind || ' ' || identity as line from pggit.status()
       where state = 'drift' order by 1`,
    );
    return rows.map(({ line }) => line);
  };
  const commits = async () =>
    (await db.client.query('select count(*)::int as n from pggit.commits')).rows[0].n;

  it('leaves what a command did to a matching object as drift, and nothing else', async () => {
    await db.client.query('create table public.a (id int); create table public.b (id int)');
    await db.client.query(IGNORE('ALTER TABLE public.a'));
    await db.client.query('alter table public.a add x int; alter table public.b add x int');
    expect(await shown(db.client)).toEqual([
      changed('table public.b', { 'columns.x': [null, { type: 'integer' }] }),
    ]);
    expect(await drift()).toEqual(['changed table public.a']);
  });

  it('takes the parts of a table that a command made along', async () => {
    await db.client.query(IGNORE('create table public.tmp_%'));
    const before = await commits();
    await db.client.query('create table public.tmp_a (id serial primary key)');
    expect(await commits()).toBe(before);
    expect(await drift()).toHaveLength(3);
  });

  it('knows what is dropped by the name it had', async () => {
    await db.client.query(
      'create table public.tmp_a (id serial primary key); create table public.b ()',
    );
    await db.client.query(IGNORE('DROP TABLE public.tmp_%'));
    await db.client.query('drop table public.tmp_a, public.b');
    expect(await shown(db.client)).toEqual([removed('table public.b')]);
    expect(await drift()).toHaveLength(3);
  });

  it('may leave the object out: the command is ignored wherever it is used', async () => {
    await db.client.query('create table public.t (id int)');
    await db.client.query(`${IGNORE('comment')}; ${IGNORE('GRANT')}; ${IGNORE('Revoke %')}`);
    const before = await commits();
    await db.client.query(`comment on table public.t is 'x'`);
    await db.client.query('grant select on public.t to public');
    await db.client.query('revoke select on public.t from public');
    expect(await commits()).toBe(before);
  });

  it('is outranked by a comment that says track', async () => {
    await db.client.query(
      `create table public.t (id int); comment on table public.t is '@pggit:track'`,
    );
    await db.client.query(IGNORE('ALTER TABLE %'));
    await db.client.query('alter table public.t add x int');
    expect(await drift()).toEqual([]);
  });

  it('for a refresh costs nothing and hides nothing', async () => {
    await db.client.query('create schema query; create materialized view query.m as select 1 as a');
    await db.client.query(IGNORE('REFRESH MATERIALIZED VIEW query.%'));
    const before = await commits();
    await db.client.query('refresh materialized view query.m');
    expect(await commits()).toBe(before);
    await db.client.query('create table query.t (id int)');
    expect(await shown(db.client)).toEqual([added('table query.t')]);
    expect(await expectationsOf(db.client)).toEqual(SOUND);
  });

  it('holds in serializable and repeatable read transactions', async () => {
    await db.client.query(IGNORE('CREATE TABLE public.tmp_%'));
    for (const level of ['serializable', 'repeatable read']) {
      await db.client.query(`begin isolation level ${level}; create table public.tmp_a ();
        create table public.t (); commit`);
      expect(await shown(db.client)).toEqual([added('table public.t')]);
      await db.client.query('drop table public.tmp_a, public.t; select pggit.capture()');
    }
  });

  it('keeps what it ignores out of a deployment', async () => {
    await db.client.query(IGNORE('table public.tmp_%'));
    const git = pggit(db.client);
    await git.beginDeployment('release');
    await db.client.query('create table public.tmp_a (); create table public.t ()');
    await git.endDeployment();
    expect(await shown(db.client)).toEqual([added('table public.t')]);
    expect(await expectationsOf(db.client)).toEqual(SOUND);
  });
});

describe('ignore patterns', () => {
  const db = useDatabase({ per: 'test' });

  it('are listed with who added them and when', async () => {
    const git = pggit(db.client);
    await git.addIgnorePattern('table app.tmp_%');
    await git.addIgnorePattern(' REFRESH MATERIALIZED VIEW query.% ');
    const patterns = await git.ignorePatterns();
    expect(patterns).toMatchObject([
      { pattern: 'REFRESH MATERIALIZED VIEW query.%', addedBy: db.client.user },
      { pattern: 'table app.tmp_%', addedBy: db.client.user },
    ]);
    expect(patterns[0]?.addedAt).toBeInstanceOf(Date);
    await git.removeIgnorePattern(' table\n app.tmp_%');
    expect(await git.ignorePatterns()).toHaveLength(1);
  });

  it.each([
    ['null', 'not empty'],
    [`'  '`, 'not empty'],
    [`'app.tmp_%'`, 'neither'],
    [`'tables app.tmp_%'`, 'neither'],
    [`'DELETE FROM app.t'`, 'neither'],
    [`repeat('%', 1001)`, 'at most 1000'],
    [`'function app.f(int, text)'`, 'argument types'],
    [`'DROP FUNCTION app.f(a integer)'`, 'argument types'],
    [`'procedure app.f(a int, out b text)'`, 'argument types'],
    [`'GRANT app.%'`, 'no object'],
    [`'Revoke %x'`, 'no object'],
    [`'alter default privileges app'`, 'no object'],
  ])('that cannot match anything are refused: %s', async (value, message) => {
    const attempt = db.client.query(`select pggit.add_ignore_pattern(${value})`);
    await expect(attempt).rejects.toMatchObject({
      code: 'PGT02',
      message: expect.stringContaining(message),
      hint: expect.stringMatching(/table|REFRESH|alone|app\.f\(integer/),
    });
    expect((await db.client.query('select * from pggit.ignore_patterns')).rows).toEqual([]);
  });

  it('that nobody added cannot be removed: the error lists those there are', async () => {
    await db.client.query(IGNORE('table app.%'));
    for (const value of [`'table app.x'`, 'null']) {
      const error = await db.client
        .query(`select pggit.remove_ignore_pattern(${value})`)
        .catch((raised) => raised);
      expect(error.code).toBe('PGT05');
      expect(JSON.parse(error.detail)).toMatchObject({ patterns: ['table app.%'] });
    }
    await expect(pggit(db.client).removeIgnorePattern('view x')).rejects.toMatchObject({
      code: 'ignore_pattern_not_found',
      patterns: ['table app.%'],
    });
  });

  it('are taken back by a rollback', async () => {
    await db.client.query(`begin; ${IGNORE('table public.%')}; rollback`);
    await db.client.query('create table public.t ()');
    expect(await shown(db.client)).toEqual([added('table public.t')]);
    expect((await db.client.query('select * from pggit.ignore_patterns')).rows).toEqual([]);
  });

  it('hold for every session from then on, also when two add one at once', async () => {
    const [one, two] = [await db.connect(), await db.connect()];
    await one.query('create table public.warm ()');
    await Promise.all([one.query(IGNORE('table public.a%')), two.query(IGNORE('table public.b%'))]);
    await one.query('create table public.a (); create table public.b (); create table public.c ()');
    expect(await shown(two)).toEqual([added('table public.c')]);
  });

  it('are the business of admins: a deployer may read them, not change them', async () => {
    await db.client.query(IGNORE('table public.%'));
    for (const [membership, may] of [
      ['pggit_deployer', false],
      ['pggit_admin', true],
    ] as const) {
      const role = await uniqueRole(db.client, `login in role ${membership}`);
      const session = await db.connect({ user: role.name, password: role.password });
      expect((await session.query('select pattern from pggit.ignore_patterns')).rows).toEqual([
        { pattern: 'table public.%' },
      ]);
      const attempts = [
        session.query(IGNORE('view public.%')),
        session.query(`select pggit.remove_ignore_pattern('view public.%')`),
      ];
      for (const attempt of attempts) {
        if (may) await attempt;
        else await expect(attempt).rejects.toMatchObject({ code: '42501' });
      }
    }
    const stranger = await uniqueRole(db.client, 'login');
    const session = await db.connect({ user: stranger.name, password: stranger.password });
    await expect(session.query(IGNORE('view public.%'))).rejects.toMatchObject({ code: '42501' });
  });

  it('survive damage of the setting they are kept in', async () => {
    await db.client.query(
      `insert into pggit.settings values ('tracking', '{"ignore_patterns": ["table public.%"]}')`,
    );
    await db.client.query('create table public.t ()');
    expect(await shown(db.client)).toEqual([added('table public.t')]);
  });
});
