import { useDatabase } from '@pggit/testing';
import type { ClientBase } from 'pg';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { failureOf } from '../deployments/failure.js';
import { deploymentsOf } from '../deployments/readback.js';
import { warningsOf } from '../deployments/session.js';
import { commitsOf, headOf, shown } from '../history/readback.js';
import { faultsIn } from '../history/soundness.js';
import { objectsBySide, operationsOf, SCHEMAS, track } from './track.js';

const tableExists = async (other: ClientBase, name: string): Promise<boolean> =>
  (await other.query('select to_regclass($1) is not null as found', [name])).rows[0].found;

describe('an atomic CQRS change', () => {
  const db = useDatabase({ per: 'test' });

  beforeEach(() => db.client.query(SCHEMAS));

  it('is undone by one failure, and says which operation it was (PGC02)', async () => {
    const session = await db.connect();
    const before = await headOf(db.client);
    const failure = await failureOf(
      track(session, {
        command: ['create table command.a (id int)', 'create table command.b (id int)'],
        query: [
          'create view query.a as select 1 as one',
          'create view query.b as select 1/0 as x, y',
        ],
      }),
    );
    expect(failure).toMatchObject({
      code: 'PGC02',
      message: 'operation 2 of the query side failed: column "y" does not exist',
      detail: {
        side: 'query',
        index: 2,
        operation: 'create view query.b as select 1/0 as x, y',
        sqlstate: '42703',
        message: 'column "y" does not exist',
      },
    });
    expect(failure.hint).toContain('Nothing of the change was kept');
    expect(await tableExists(db.client, 'command.a')).toBe(false);
    expect(await headOf(db.client)).toBe(before);
    expect(await deploymentsOf(db.client)).toEqual([]);
    expect(await objectsBySide(db.client)).toEqual([]);
    await session.query('create table command.later (id int)');
    expect((await commitsOf(db.client)).at(-1)).toMatchObject({ deployment: null });
    expect(await faultsIn(db.client)).toEqual([]);
  });

  it('keeps the hint and the detail of the failure', async () => {
    await db.client.query("insert into command.meter values (1, 'x')");
    const failure = await failureOf(
      track(db.client, { command: ["insert into command.meter values (1, 'y')"] }),
    );
    expect(failure.detail).toMatchObject({
      sqlstate: '23505',
      detail: 'Key (id)=(1) already exists.',
    });
    const missing = await failureOf(track(db.client, { query: ['select nothing_like_it(1)'] }));
    expect(missing.hint).toMatch(/^No function matches.*Nothing of the change was kept/);
  });

  it('can be tried inside a savepoint', async () => {
    const session = await db.connect();
    await session.query('begin; create table command.kept (id int); savepoint s');
    await failureOf(track(session, { command: ['create table command.a (id int)', 'nonsense'] }));
    await session.query('rollback to s');
    await track(session, { command: ['create table command.a (id int)'], description: 'Again' });
    await session.query('commit');
    expect((await commitsOf(db.client)).map(({ message }) => message).slice(-2)).toEqual([
      'added table command.kept',
      'Again',
    ]);
    expect(await faultsIn(db.client)).toEqual([]);
  });
});

describe('a CQRS change that is not atomic', () => {
  const db = useDatabase({ per: 'test' });

  beforeEach(() => db.client.query(SCHEMAS));

  it('undoes and records what fails, keeps the rest and warns once', async () => {
    const session = await db.connect();
    const warnings = warningsOf(session);
    const id = await track(session, {
      command: ['create table command.a (id int); select 1/0', 'create table command.b (id int)'],
      query: ['create view query.b as select id from command.b', 'create view query.c as nonsense'],
      description: 'Half of it',
      atomic: false,
    });
    expect(await shown(db.client, id ?? '')).toEqual([
      'added table command.b',
      'added view query.b',
    ]);
    expect(await tableExists(db.client, 'command.a')).toBe(false);
    expect(await operationsOf(db.client)).toEqual([
      'command 1 failed 22012',
      'command 2 done',
      'query 1 done',
      'query 2 failed 42601',
    ]);
    expect(await deploymentsOf(db.client)).toMatchObject([
      { status: 'completed', reason: '2 of 4 operations failed' },
    ]);
    expect(warnings).toHaveLength(1);
    expect(warnings[0]?.message).toBe(
      'pggit: 2 of 4 operations of the CQRS change failed: command 1 (division by zero); ' +
        'query 2 (syntax error at or near "nonsense")',
    );
    expect(warnings[0]?.hint).toContain('pggit.cqrs_operations');
    const { rows } = await db.client.query(
      'select is_atomic, failed_operations from pggit.cqrs_changes',
    );
    expect(rows).toEqual([{ is_atomic: false, failed_operations: 2 }]);
    expect(await faultsIn(db.client)).toEqual([]);
  });

  it('keeps a record where everything fails', async () => {
    const id = await track(db.client, { command: ['nonsense', 'select 1/0'], atomic: false });
    expect(id).toBeNull();
    expect(await operationsOf(db.client)).toEqual([
      'command 1 failed 42601',
      'command 2 failed 22012',
    ]);
    expect(await deploymentsOf(db.client)).toEqual([]);
  });

  it('takes a failing assertion for a failure', async () => {
    await track(db.client, {
      command: ["do $$ begin assert false, 'no'; end $$", 'create table command.a (id int)'],
      atomic: false,
    });
    expect(await operationsOf(db.client)).toEqual(['command 1 failed P0004', 'command 2 done']);
  });

  it('goes down with its transaction when somebody cancels it', async () => {
    const session = await db.connect();
    const { rows } = await session.query('select pg_backend_pid() as pid');
    const running = failureOf(track(session, { command: ['select pg_sleep(30)'], atomic: false }));
    await expect
      .poll(async () => {
        await db.client.query(
          "select pg_cancel_backend(pid) from pg_stat_activity where pid = $1 and wait_event = 'PgSleep'",
          [rows[0].pid],
        );
        return Promise.race([running, undefined]);
      })
      .toMatchObject({ code: '57014' });
    expect(await operationsOf(db.client)).toEqual([]);
  });

  it('passes a serialization failure on, atomic or not', async () => {
    const raising = "do $$ begin raise exception 'again' using errcode = '40001'; end $$";
    for (const atomic of [true, false]) {
      const failure = await failureOf(track(db.client, { command: [raising], atomic }));
      expect(failure.code).toBe('40001');
    }
  });
});

describe('a CQRS change refuses', () => {
  const db = useDatabase();

  beforeAll(() => db.client.query(SCHEMAS));

  it.each([
    ['nothing', {}],
    ['empty lists', { command: [], query: [] }],
  ])('%s (PGC01)', async (_, change) => {
    const failure = await failureOf(track(db.client, change));
    expect(failure).toMatchObject({ code: 'PGC01' });
    expect(failure.hint).toContain('pggit.cqrs_change');
  });

  it('a null change (PGC01)', async () => {
    const failure = await failureOf(db.client.query('select pggit.track_cqrs_change(null)'));
    expect(failure.code).toBe('PGC01');
  });

  it('an empty operation, before any other has run (PGC01)', async () => {
    for (const empty of ['', ' \n\t', null]) {
      const failure = await failureOf(
        track(db.client, {
          command: ['create table command.a (id int)'],
          query: ['select 1', empty],
        }),
      );
      expect(failure).toMatchObject({ code: 'PGC01', detail: { side: 'query', index: 2 } });
    }
    expect(await tableExists(db.client, 'command.a')).toBe(false);
  });

  it.each([
    ['commit', 'commit'],
    ['a commit after something else', 'create table command.a (id int); /* now */ commit'],
    ['rollback', 'ROLLBACK'],
    ['savepoint', '-- try\nsavepoint s'],
    ['a block that commits', 'do $$ begin create table command.a (id int); commit; end $$'],
  ])('%s (PGC03)', async (_, operation) => {
    const failure = await failureOf(track(db.client, { command: ['select 1', operation] }));
    expect(failure).toMatchObject({
      code: 'PGC03',
      detail: { side: 'command', index: 2, operation },
    });
    expect(failure.message).toContain('operation 2 of the command side failed: it controls');
    expect(await tableExists(db.client, 'command.a')).toBe(false);
    await track(db.client, { command: [operation], atomic: false });
    const { rows } = await db.client.query(`
      select o.sqlstate from pggit.cqrs_operations o
      join pggit.cqrs_changes c on c.cqrs_change_id = o.cqrs_change_id
      order by c.changed_at desc limit 1`);
    expect(rows).toEqual([{ sqlstate: 'PGC03' }]);
  });

  it.each([
    ['ends the deployment', 'select pggit.end_deployment()'],
    ['leaves it', 'reset all'],
    ['aborts it', 'select pggit.abort_deployment()'],
    ['joins another', "set pggit.deployment = 'd0000000-0000-4000-8000-000000000000'"],
  ])('an operation that %s (PGC03)', async (_, operation) => {
    const failure = await failureOf(
      track(db.client, { command: ['create table command.a (id int)', operation] }),
    );
    expect(failure).toMatchObject({ code: 'PGC03', detail: { index: 2, operation } });
    expect(await tableExists(db.client, 'command.a')).toBe(false);
    expect(await deploymentsOf(db.client)).toEqual([]);
  });

  it('what cannot run inside a transaction, as PostgreSQL does (PGC02)', async () => {
    const failure = await failureOf(
      track(db.client, { command: ['create index concurrently on command.meter (serial)'] }),
    );
    expect(failure).toMatchObject({ code: 'PGC02', detail: { sqlstate: '25001' } });
  });

  it('a deployment inside its own (PGC02)', async () => {
    const failure = await failureOf(
      track(db.client, { command: ["select pggit.begin_deployment('nested')"] }),
    );
    expect(failure).toMatchObject({ code: 'PGC02', detail: { sqlstate: 'PGD01' } });
  });
});
