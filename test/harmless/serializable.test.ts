import { useDatabase } from '@pggit/testing';
import type pg from 'pg';
import { beforeEach, describe, expect, it } from 'vitest';
import { statusOf } from '../sql/history/readback.js';
import { warningsOf } from '../sql/kinds/cases.js';
import { expectationsOf, SOUND } from '../sql/kinds/observer.js';
import { expectEffect, GROUND, ordinaryDdl } from './ordinary-ddl.js';

describe('a serializable transaction', () => {
  const db = useDatabase({ per: 'test' });

  beforeEach(async () => {
    await db.client.query(GROUND);
  });

  const begin = async (): Promise<pg.Client> => {
    const session = await db.connect();
    await session.query('begin isolation level serializable');
    return session;
  };

  it.each(['deferred', 'immediate'])('records all kinds of DDL, constraints %s', async (mode) => {
    const session = await begin();
    const warnings = warningsOf(session);
    await session.query(`set constraints all ${mode}`);
    for (const statement of ordinaryDdl(1)) await session.query(statement);
    await session.query('commit');
    await expectEffect(db.client, 1);
    expect(warnings).toEqual([]);
    expect(await expectationsOf(db.client)).toEqual(SOUND);
  });

  it('forgets what a savepoint took back, and shows the rest as staged until it ends', async () => {
    const session = await begin();
    await session.query('create table ground.kept (id int); savepoint one');
    await session.query('create table ground.lost (id int); drop function ground.f()');
    await session.query('rollback to one');
    const { rows } = await session.query(
      "select state || ' ' || identity as line from pggit.status() where state <> 'unmodelled'",
    );
    expect(rows).toEqual([{ line: 'staged ground.kept' }]);
    await session.query('commit');
    expect(await expectationsOf(db.client)).toEqual(SOUND);
  });

  it('leaves no marks to another one in the same session', async () => {
    const session = await begin();
    await session.query('create table ground.lost (id int)');
    await session.query('rollback');
    await session.query(
      'begin isolation level serializable; create table ground.kept (id int); commit',
    );
    const { rows } = await db.client.query('select identity from pggit.show()');
    expect(rows).toEqual([{ identity: 'ground.kept' }]);
    expect(await expectationsOf(db.client)).toEqual(SOUND);
  });

  it('records hundreds of statements, and forgets those that a savepoint took back', async () => {
    const create = (names: string) => `do $$ begin for i in 1..150 loop
      execute format('create table ground.%s', '${names}' || i || ' ()'); end loop; end $$`;
    const session = await begin();
    await session.query(create('kept'));
    await session.query(`savepoint one; ${create('lost')}; rollback to one`);
    await session.query(create('also'));
    await session.query('commit');
    const { rows } = await db.client.query(
      `select count(*) filter (where identity ~ '(kept|also)[0-9]+$')::int as made,
              count(*)::int as shown from pggit.show()`,
    );
    expect(rows).toEqual([{ made: 300, shown: 300 }]);
    expect(await expectationsOf(db.client)).toEqual(SOUND);
  });

  it.each([
    'drop function pggit._sign_note(text, text)',
    'drop table pggit.note_secret',
    'delete from pggit.note_secret',
  ])('has its DDL when its marks cannot be signed, as drift: %s', async (damage) => {
    await db.client.query(`set pggit.tracking = off; ${damage}; reset pggit.tracking`);
    const session = await begin();
    await session.query('create table ground.own (id int); drop function ground.f(); commit');
    expect(await statusOf(db.client)).toEqual([
      'drift removed function ground.f()',
      'drift added table ground.own',
    ]);
  });

  it('has its DDL when it resets all settings, and what it forgets with them is drift', async () => {
    const session = await begin();
    await session.query('create table ground.forgotten (id int); reset all');
    await session.query('create table ground.kept (id int); commit');
    const { rows } = await db.client.query('select identity from pggit.show()');
    expect(rows).toEqual([{ identity: 'ground.kept' }]);
    expect(await statusOf(db.client)).toEqual(['drift added table ground.forgotten']);
    await db.client.query('select pggit.capture()');
    expect(await expectationsOf(db.client)).toEqual(SOUND);
  });

  it.each(['deferred', 'immediate'])(
    'has its DDL where another is recorded for longer than its statement_timeout, constraints %s',
    async (mode) => {
      const other = await begin();
      await other.query('set constraints all immediate; create table ground.other (id int)');
      const session = await db.connect({ options: '-c statement_timeout=300' });
      await session.query(`begin isolation level serializable; set constraints all ${mode}`);
      await session.query('create table ground.own (id int)');
      await session.query('commit');
      await other.query('commit');
      expect(await statusOf(db.client)).toEqual(['drift added table ground.own']);
    },
  );

  it('has its DDL beside others, each at worst as drift', async () => {
    const sessions = await Promise.all(Array.from({ length: 3 }, begin));
    for (const session of sessions) await session.query('select 1');
    for (const [at, session] of sessions.entries()) {
      if (at % 2 === 0) await session.query('set constraints all immediate');
      await session.query(`create table ground.own${at} (id int primary key)`);
      await session.query(`alter table ground.own${at} add column note text`);
    }
    const ends = await Promise.allSettled(sessions.map((session) => session.query('commit')));
    expect(ends.map(({ status }) => status)).toEqual(sessions.map(() => 'fulfilled'));
    const { rows } = await db.client.query(
      "select count(*)::int as made from pg_class where relname ~ '^own[0-9]$'",
    );
    expect(rows).toEqual([{ made: sessions.length }]);
    await db.client.query('select pggit.capture()');
    expect({ ...(await expectationsOf(db.client)), errors: [] }).toEqual(SOUND);
  });
});
