import { useDatabase } from '@pggit/testing';
import { beforeEach, describe, expect, it } from 'vitest';
import { failureOf } from '../deployments/failure.js';
import { createHistoryTable, migrate } from '../links/history-table.js';
import { historyOf, trackFunction, versionOf } from './readback.js';

const db = useDatabase({ per: 'test' });

beforeEach(() =>
  db.client.query(`
    create schema app;
    create function app.process(uuid) returns int language sql as 'select 1';
    create function app.process(uuid, jsonb) returns int language sql as 'select 1'`),
);

describe('pggit.function_history', () => {
  it('has no new version where a function is replaced by the same', async () => {
    await trackFunction(db.client, 'app.process(uuid)', '1');
    await db.client.query(
      "create or replace function app.process(uuid) returns int language sql as 'select 1'",
    );
    expect(await historyOf(db.client, 'app.process(uuid)')).toEqual([
      'versioned app.process(uuid) 1',
      'added app.process(uuid)',
    ]);
  });

  it('says what changed, by which commit and migration', async () => {
    await createHistoryTable(db.client);
    await migrate(
      db.client,
      '002_twice',
      "create or replace function app.process(uuid) returns int language sql as 'select 2'",
    );
    const { rows } = await db.client.query(
      "select change, attributes, migration_key, tool_name, commit_id from pggit.function_history('app.process(uuid)') limit 1",
    );
    const head = await db.client.query('select commit_id from pggit.log() limit 1');
    expect(rows).toEqual([
      {
        change: 'changed',
        attributes: { body: ['select 1', 'select 2'] },
        migration_key: '002_twice',
        tool_name: 'node-pg-migrate',
        commit_id: head.rows[0].commit_id,
      },
    ]);
  });

  it.each(['do_it', '"50%off"'])(
    'takes no wildcard in the name of one that is gone: %j',
    async (name) => {
      const other = name.replace(/[_%]/, 'x');
      for (const each of [name, other]) {
        await db.client.query(
          `create function app.${each}() returns int language sql as 'select 1'`,
        );
        await db.client.query(`drop function app.${each}()`);
      }
      for (const spelling of [`app.${name}`, name, `${name}()`]) {
        expect(await historyOf(db.client, spelling)).toEqual([
          `removed app.${name}()`,
          `added app.${name}()`,
        ]);
      }
    },
  );

  it('follows a rename, and a move to another schema', async () => {
    await trackFunction(db.client, 'app.process(uuid)', '1');
    await db.client.query('create schema billing');
    await db.client.query('alter function app.process(uuid) rename to bill');
    await db.client.query('alter function app.bill(uuid) set schema billing');
    const expected = [
      'renamed billing.bill(uuid) 1',
      'renamed app.bill(uuid) 1',
      'versioned app.process(uuid) 1',
      'added app.process(uuid)',
    ];
    expect(await historyOf(db.client, 'billing.bill(uuid)')).toEqual(expected);
    expect(await historyOf(db.client, 'app.process(uuid)')).toEqual(expected);
    expect(await versionOf(db.client, 'billing.bill(uuid)')).toBe('1');
    expect((await failureOf(versionOf(db.client, 'app.process(uuid)'))).code).toBe('PGF01');
    const { rows } = await db.client.query(
      "select previous_identity from pggit.function_history('billing.bill(uuid)') limit 1",
    );
    expect(rows).toEqual([{ previous_identity: 'app.bill(uuid)' }]);
  });

  it('tells a function of the old name from the one that had it', async () => {
    await trackFunction(db.client, 'app.process(uuid)', '1');
    await db.client.query('alter function app.process(uuid) rename to bill');
    await db.client.query(
      "create function app.process(uuid) returns int language sql as 'select 3'",
    );
    expect(await historyOf(db.client, 'app.process(uuid)')).toEqual(['added app.process(uuid)']);
    expect(await versionOf(db.client, 'app.process(uuid)')).toBeNull();
    expect(await versionOf(db.client, 'app.bill(uuid)')).toBe('1');
  });

  it('goes on where a result of another type made a drop necessary', async () => {
    await trackFunction(db.client, 'app.process(uuid)', '1');
    const session = await db.connect();
    await session.query(`begin; drop function app.process(uuid);
      create function app.process(uuid) returns bigint language sql as 'select 1'`);
    expect(await versionOf(session, 'app.process(uuid)')).toBe('1');
    await session.query('commit');
    expect(await versionOf(session, 'app.process(uuid)')).toBe('1');
    const { rows } = await db.client.query(
      "select change, version, attributes from pggit.function_history('app.process(uuid)') limit 1",
    );
    expect(rows).toEqual([
      { change: 'changed', version: '1', attributes: { returns: ['integer', 'bigint'] } },
    ]);
  });

  it('keeps that of a dropped overload, and leaves the others alone', async () => {
    await trackFunction(db.client, 'app.process(uuid)', '1');
    await trackFunction(db.client, 'app.process(uuid, jsonb)', '2');
    await db.client.query('drop function app.process(uuid)');
    for (const signature of ['app.process(uuid)', 'app.process(id UUID, out x int)']) {
      expect(await historyOf(db.client, signature)).toEqual([
        'removed app.process(uuid)',
        'versioned app.process(uuid) 1',
        'added app.process(uuid)',
      ]);
    }
    expect((await failureOf(versionOf(db.client, 'app.process(uuid)'))).detail).toMatchObject({
      overloads: ['app.process(uuid, jsonb)'],
    });
    expect(await versionOf(db.client, 'app.process')).toBe('2');
  });

  it('begins without a version where a dropped function comes back later', async () => {
    await trackFunction(db.client, 'app.process(uuid)', '1');
    await db.client.query('drop function app.process(uuid)');
    await db.client.query(
      "create function app.process(uuid) returns int language sql as 'select 4'",
    );
    expect(await versionOf(db.client, 'app.process(uuid)')).toBeNull();
    expect(await historyOf(db.client, 'app.process(uuid)')).toEqual([
      'added app.process(uuid)',
      'removed app.process(uuid)',
      'versioned app.process(uuid) 1',
      'added app.process(uuid)',
    ]);
  });

  it('is found by a name alone when every function of it is gone', async () => {
    await db.client.query('drop function app.process(uuid), app.process(uuid, jsonb)');
    expect((await historyOf(db.client, 'process'))[0]).toMatch(/^removed app\.process\(uuid/);
    expect((await historyOf(db.client, 'app.process(uuid, jsonb)'))[0]).toBe(
      'removed app.process(uuid, jsonb)',
    );
    for (const [signature, identity] of [
      ['process(uuid)', 'app.process(uuid)'],
      ['process(id uuid, payload jsonb)', 'app.process(uuid, jsonb)'],
    ] as const) {
      expect((await historyOf(db.client, signature))[0]).toBe(`removed ${identity}`);
    }
    expect(await failureOf(historyOf(db.client, 'process(int)'))).toMatchObject({ code: 'PGF01' });
  });

  it('is that of the overload without arguments when the others are gone as well', async () => {
    for (const signature of ['app.process()', 'app.process(text)']) {
      await db.client.query(`create function ${signature} returns int language sql as 'select 1'`);
    }
    await db.client.query('drop function app.process()');
    await db.client.query(
      'drop function app.process(uuid), app.process(uuid, jsonb), app.process(text)',
    );
    expect((await historyOf(db.client, 'app.process()'))[0]).toBe('removed app.process()');
    expect((await historyOf(db.client, 'process()'))[0]).toBe('removed app.process()');
  });

  it('is that of an aggregate without arguments, too, when it is gone', async () => {
    await db.client.query(
      'create aggregate app.n(*) (sfunc = int8inc, stype = bigint, initcond = 0)',
    );
    await db.client.query('drop aggregate app.n(*)');
    for (const signature of ['app.n(*)', 'n()', 'app.n']) {
      expect(await historyOf(db.client, signature)).toEqual(['removed app.n(*)', 'added app.n(*)']);
    }
  });

  it('has no row for what only follows the rename of something else', async () => {
    await db.client.query(`
      create table app.orders (id int);
      create function app.count() returns bigint language sql
        begin atomic select count(*) from app.orders; end`);
    await db.client.query('alter table app.orders rename to sales');
    expect(await historyOf(db.client, 'app.count()')).toEqual(['added app.count()']);
  });
});
