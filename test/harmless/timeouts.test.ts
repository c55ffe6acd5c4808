import { postgresMajor, useDatabase } from '@pggit/testing';
import { untilAsleep } from '@pggit/testing/contract';
import type pg from 'pg';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { begin } from '../sql/deployments/session.js';
import { shown, statusOf } from '../sql/history/readback.js';
import { warningsOf } from '../sql/kinds/cases.js';
import { createHistoryTable, record } from '../sql/links/history-table.js';

/** The description takes longer than any of the timeouts below, and they are longer than the DDL. */
const TIMEOUT = '500ms';
const FAILURE = [expect.stringMatching(/^pggit could not record this change: .*statement timeout/)];

const db = useDatabase();

beforeAll(async () => {
  await createHistoryTable(db.client);
  const unseen = await db.connect({ options: '-c pggit.tracking=off' });
  await unseen.query(`do $do$ begin
    execute regexp_replace(pg_get_functiondef('pggit._expand'::regproc), E'\\nbegin\\n',
      E'\\nbegin\\n  perform pg_sleep(0.7);\\n');
  end $do$`);
});

// A description that failed leaves drift, which would show in the next test.
beforeEach(async () => {
  await db.client.query('select pggit.capture(); truncate pggit.capture_errors');
});

/** What there is of table `name` afterwards: the table itself, its record, and what is said of it. */
async function outcome(name: string): Promise<Record<string, unknown>> {
  const { rows } = await db.client.query(
    `select to_regclass($1) is not null as made,
            pggit.definition('table', $1, 'HEAD') is not null as recorded,
            exists (select from pggit.status() where identity = $1 and state = 'drift') as drift,
            array(select sqlstate from pggit.capture_errors) as errors,
            (select count(*)::int from pggit.dirty_objects) as marks`,
    [name],
  );
  return rows[0];
}

const RECORDED = { made: true, recorded: true, drift: false, errors: [], marks: 0 };
const DRIFT = { made: true, recorded: false, drift: true, errors: ['57014'], marks: 0 };
const UNDONE = { made: false, recorded: false, drift: false, errors: [], marks: 0 };

describe('a statement_timeout shorter than the description', () => {
  it('does not count for COMMIT: PostgreSQL has ended it by then', async () => {
    const session = await db.connect({ options: `-c statement_timeout=${TIMEOUT}` });
    const warnings = warningsOf(session);
    await session.query('create table public.alone (id int)');
    await session.query('begin; create table public.in_block (id int)');
    await session.query('commit');
    expect(warnings).toEqual([]);
    expect(await outcome('public.alone')).toEqual(RECORDED);
    expect(await outcome('public.in_block')).toEqual(RECORDED);
  });

  it('costs the record, not the DDL, with constraints set to immediate', async () => {
    const session = await db.connect({ options: `-c statement_timeout=${TIMEOUT}` });
    const warnings = warningsOf(session);
    await session.query('begin; set constraints all immediate');
    await session.query('create table public.immediate (id int)');
    await session.query('commit');
    expect(warnings).toEqual(FAILURE);
    expect(await outcome('public.immediate')).toEqual(DRIFT);
  });

  it('costs the record, not the DDL, of a procedure that commits', async () => {
    await db.client.query(`create procedure public.p() language plpgsql as
      'begin create table public.first (id int); commit; create table public.second (id int); end'`);
    const session = await db.connect({ options: `-c statement_timeout=${TIMEOUT}` });
    const warnings = warningsOf(session);
    await session.query('call public.p()');
    expect(warnings).toEqual(FAILURE);
    expect(await outcome('public.first')).toEqual(DRIFT);
    // The CALL is over by then: its transaction is committed like any other.
    expect(await outcome('public.second')).toMatchObject({ made: true, recorded: true });
  });

  it('costs the link, not the migration, when the history row is written', async () => {
    const session = await db.connect({ options: `-c statement_timeout=${TIMEOUT}` });
    const warnings = warningsOf(session);
    await session.query('begin');
    await session.query('create table public.migrated (id int)');
    await record(session, '1_migrated');
    await session.query('commit');
    expect(warnings).toEqual(FAILURE);
    const { rows } = await db.client.query(
      "select count(*)::int as rows from public.pgmigrations where name = '1_migrated'",
    );
    expect(rows).toEqual([{ rows: 1 }]);
    expect(await outcome('public.migrated')).toMatchObject({ made: true, recorded: true });
  });

  it('is told from a cancel in another language by the clock', async () => {
    const { rows } = await db.client.query(
      `select set_config('statement_timeout', '1ms', true), pg_sleep(0.01),
              pggit._keep_failure('describe', '57014', 'annulation de la requête', null) as kept`,
    );
    expect(rows).toHaveLength(1);
    const early = db.client.query(
      `select set_config('statement_timeout', '1min', true),
              pggit._keep_failure('describe', '57014', 'annulation de la requête', null)`,
    );
    await expect(early).rejects.toMatchObject({ code: '57014' });
  });
});

describe('a cancel that somebody asks for while the transaction is described', () => {
  const cancelled = async (session: pg.Client, statement: string): Promise<unknown> => {
    const { rows } = await session.query('select pg_backend_pid() as pid');
    const answer = session.query(statement).then(
      () => 'done',
      ({ code }) => code,
    );
    await untilAsleep(db.client);
    await db.client.query('select pg_cancel_backend($1)', [rows[0].pid]);
    return answer;
  };

  it('undoes the transaction, as asked', async () => {
    const session = await db.connect();
    expect(await cancelled(session, 'create table public.cancelled (id int)')).toBe('57014');
    expect(await outcome('public.cancelled')).toEqual(UNDONE);
  });

  it('undoes it as well when there is a timeout that has not run out', async () => {
    const session = await db.connect({ options: '-c statement_timeout=1min' });
    await session.query('begin; set constraints all immediate');
    expect(await cancelled(session, 'create table public.cancelled (id int)')).toBe('57014');
    await session.query('rollback');
    expect(await outcome('public.cancelled')).toEqual(UNDONE);
  });
});

describe.skipIf(postgresMajor() < 17)('a transaction_timeout', () => {
  it('shorter than the description does not end the session', async () => {
    const session = await db.connect({ options: `-c transaction_timeout=${TIMEOUT}` });
    await session.query('begin; create table public.timed (id int)');
    await session.query('commit');
    expect(await outcome('public.timed')).toEqual(RECORDED);
    expect((await session.query('show transaction_timeout')).rows).toEqual([
      { transaction_timeout: TIMEOUT },
    ]);
  });

  it('still ends a transaction that was described and goes on', async () => {
    const session = await db.connect({ options: `-c transaction_timeout=${TIMEOUT}` });
    await session.query('begin; set constraints all immediate; create table public.gone (id int)');
    await expect(session.query('select pg_sleep(9)')).rejects.toMatchObject({ code: '25P04' });
    expect(await outcome('public.gone')).toEqual(UNDONE);
  });

  it('shorter than the description does not end a migration at its history row', async () => {
    const session = await db.connect({ options: `-c transaction_timeout=${TIMEOUT}` });
    await session.query('begin; create table public.migrated_in_time (id int)');
    await record(session, '2_in_time');
    expect((await session.query('show transaction_timeout')).rows).toEqual([
      { transaction_timeout: TIMEOUT },
    ]);
    await session.query('commit');
    expect(await outcome('public.migrated_in_time')).toEqual(RECORDED);
    const { rows } = await db.client.query(
      `select migration_key as key, pggit_commit_id is not null as committed
         from pggit.external_migrations where migration_key = '2_in_time'`,
    );
    expect(rows).toEqual([{ key: '2_in_time', committed: true }]);
  });

  it('that ends a transaction in a deployment leaves the rest of it, and nothing locked', async () => {
    const session = await db.connect({ options: `-c transaction_timeout=${TIMEOUT}` });
    const id = await begin(session, 'release');
    await session.query('create table public.landed (id int)');
    await session.query('begin; set constraints all immediate; create table public.lost (id int)');
    await expect(session.query('select pg_sleep(9)')).rejects.toMatchObject({ code: '25P04' });

    await db.client.query('create table public.beside (id int)');
    expect(await outcome('public.beside')).toEqual(RECORDED);
    expect(await outcome('public.lost')).toEqual(UNDONE);
    await db.client.query('select pggit.recover_deployments()');
    expect(await outcome('public.landed')).toEqual(RECORDED);
    const { rows } = await db.client.query(
      `select d.status, (select count(*)::int from pg_locks l
                          where l.locktype = 'advisory' and l.pid <> pg_backend_pid()
                            and l.database = (
                              select b.oid from pg_database b
                              where b.datname = current_database())) as locks
         from pggit.deployments d where d.deployment_id = $1`,
      [id],
    );
    expect(rows).toEqual([{ status: 'interrupted', locks: 0 }]);
  });
});

describe('an idle_in_transaction_session_timeout', () => {
  it('shorter than the description does not concern it', async () => {
    const options = `-c idle_in_transaction_session_timeout=${TIMEOUT}`;
    const session = await db.connect({ options });
    await session.query('begin; create table public.busy (id int)');
    await session.query('commit');
    expect(await outcome('public.busy')).toEqual(RECORDED);
  });

  it('that runs out leaves nothing', async () => {
    const session = await db.connect({ options: '-c idle_in_transaction_session_timeout=50ms' });
    await session.query('begin; create table public.idle (id int)');
    await new Promise((resolve) => session.once('end', resolve));
    expect(await outcome('public.idle')).toEqual(UNDONE);
    expect(await statusOf(db.client)).toEqual([]);
    expect(await shown(db.client)).not.toContain('added table public.idle');
  });
});
