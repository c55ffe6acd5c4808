import { useDatabase } from '@pggit/testing';
import { beforeEach, describe, expect, it } from 'vitest';
import { kill, warningsOf } from '../deployments/session.js';
import { shown } from '../history/readback.js';
import { LiquibaseSession } from './liquibase-session.js';

/** Ways to break what the trigger on the lock calls, as a bug of pggit's or a hand on its parts might. */
const BROKEN: readonly (readonly [what: string, sql: string])[] = [
  [
    'an error in its own function',
    `create or replace function pggit._follow_tool_lock() returns trigger language plpgsql
       security definer set search_path = pg_catalog, pg_temp as
       $$ begin
            begin perform 1/0;
            exception when others then perform pggit._keep_failure('lock', sqlstate, sqlerrm, null);
            end;
            return null;
          end $$`,
  ],
  [
    'a beginning that fails',
    `create or replace function pggit._take_tool_lock(p_lock oid, p_tool_name text, p_row jsonb)
       returns void
       language plpgsql as $$ begin perform 1/0; end $$`,
  ],
  [
    'an end that fails',
    `create or replace function pggit._end_tool_run(p_deployment_id uuid) returns void
       language plpgsql as $$ begin perform 1/0; end $$`,
  ],
  ['a function that is gone', 'drop function pggit._release_tool_lock(oid)'],
  [
    'several functions that are gone',
    `drop function pggit._take_tool_lock(oid, text, jsonb);
     drop function pggit._keep_failure(text, text, text, text, text[])`,
  ],
  [
    'deployments that cannot be written',
    'alter table pggit.deployments add constraint broken check (name is null) not valid',
  ],
  [
    'links that cannot be written',
    'alter table pggit.external_migrations add constraint broken check (source is null) not valid',
  ],
  ['commits that cannot be written', 'alter table pggit.commits rename column message to words'],
];

describe('a failure of pggit on the lock of a tool', () => {
  const db = useDatabase({ per: 'test' });
  let tool: LiquibaseSession;
  beforeEach(async () => {
    tool = new LiquibaseSession(await db.connect());
    await tool.createTables();
  });
  const isLocked = async () =>
    (await db.client.query('select locked from databasechangeloglock')).rows[0].locked;

  it.each(BROKEN)('never keeps it, nor fails the run: %s', async (_, sql) => {
    await db.client.query(sql);
    const warnings = warningsOf(tool.session);

    await tool.lock();
    expect(await isLocked()).toBe(true);
    await tool.changeset('1', 'create table public.a (id int)');
    await tool.changeset('2', 'create table public.b (id int)');
    await tool.release();

    expect(await isLocked()).toBe(false);
    const { rows } = await db.client.query(
      "select (select count(*)::int from databasechangelog) as rows, to_regclass('public.b') is not null as made",
    );
    expect(rows).toEqual([{ rows: 2, made: true }]);
    expect(warnings.length).toBeGreaterThan(0);
    expect(warnings.every(({ message }) => message.startsWith('pggit'))).toBe(true);
  });

  it('does not keep the session in a deployment that could not be ended', async () => {
    await tool.lock();
    await tool.changeset('1', 'create table public.a (id int)');
    const { rows } = await db.client.query(
      "select pg_get_functiondef('pggit._end_tool_run(uuid)'::regprocedure) as sql",
    );
    await db.client.query(
      `create or replace function pggit._end_tool_run(p_deployment_id uuid) returns void
         language plpgsql as $$ begin perform 1/0; end $$`,
    );
    await tool.release();
    await tool.query('create table public.later ()');
    expect(await shown(db.client)).toEqual(['added table public.later']);
    // Once the session is gone, the next run of anybody puts what it had into the history.
    await db.client.query(rows[0].sql);
    await kill(tool.session, db.client);
    const next = new LiquibaseSession(await db.connect());
    await next.run(() => next.changeset('2', 'create table public.b (id int)'));
    const deployments = await db.client.query(
      'select status from pggit.deployments order by started_at',
    );
    expect(deployments.rows).toEqual([{ status: 'interrupted' }, { status: 'completed' }]);
  });

  it('is given no time by transaction_timeout, which would end the session', async () => {
    await tool.lock();
    await tool.changeset('1', 'create table public.a (id int)');
    await db.client.query(
      `create or replace function pggit._end_tool_run(p_deployment_id uuid) returns void
         language plpgsql as $$ begin perform pg_sleep(1); end $$`,
    );
    // A setting of PostgreSQL 17; to earlier servers it is a name like any other.
    await tool.session
      .query("select set_config('transaction_timeout', '400ms', false)")
      .catch(() => {});
    await tool.release();
    expect(await isLocked()).toBe(false);
  });

  it('stops a run at its beginning where pggit.on_error says so, and never at its end', async () => {
    await tool.session.query("set pggit.on_error = 'raise'");
    await db.client.query(
      'alter table pggit.deployments add constraint broken check (name is null)',
    );
    await expect(tool.lock()).rejects.toThrow('pggit could not record this change');
    await tool.session.query('rollback');
    expect(await isLocked()).toBe(false);

    await db.client.query('alter table pggit.deployments drop constraint broken');
    await tool.lock();
    await tool.changeset('1', 'create table public.a (id int)');
    await db.client.query(
      `create or replace function pggit._end_tool_run(p_deployment_id uuid) returns void
         language plpgsql as $$ begin perform 1/0; end $$`,
    );
    await tool.release();
    expect(await isLocked()).toBe(false);
    const { rows } = await tool.session.query("select current_setting('pggit.on_error') as now");
    expect(rows).toEqual([{ now: 'raise' }]);
  });

  it.each([
    ['its end fails', 'create or replace function', "set pggit.on_error = 'warn'"],
    ['it shall be an error', 'create or replace function', "set pggit.on_error = 'raise'"],
    [
      'nothing can keep it',
      'drop function pggit._keep_failure(text, text, text, text, text[]); create or replace function',
      "set pggit.on_error = 'warn'",
    ],
  ])('leaves the drop of the lock alone where %s', async (_, create, setting) => {
    await tool.lock();
    await tool.changeset('1', 'create table public.a (id int)');
    await db.client.query(
      `${create} pggit._end_tool_run(p_deployment_id uuid) returns void
         language plpgsql as $$ begin perform 1/0; end $$`,
    );
    await tool.session.query(setting);
    const warnings = warningsOf(tool.session);
    await tool.query('drop table public.databasechangeloglock');
    expect(warnings).toMatchObject([{ message: expect.stringContaining('division by zero') }]);
    const { rows } = await tool.session.query(
      `select to_regclass('public.databasechangeloglock') as lock, pggit.current_deployment() as deployment`,
    );
    expect(rows).toEqual([{ lock: null, deployment: null }]);
  });

  it('gives up within the statement timeout of the session, and the lock is free', async () => {
    await tool.lock();
    await tool.changeset('1', 'create table public.a (id int)');
    await db.client.query(
      `create or replace function pggit._end_tool_run(p_deployment_id uuid) returns void
         language plpgsql as $$ begin perform pg_sleep(20); end $$`,
    );
    await tool.session.query("set statement_timeout = '300ms'");
    const warnings = warningsOf(tool.session);
    await tool.release();
    expect(await isLocked()).toBe(false);
    expect(warnings).toHaveLength(1);
  });
});
