import { uniqueRole, useDatabase } from '@pggit/testing';
import { beforeEach, describe, expect, it } from 'vitest';
import { failureOf } from '../deployments/failure.js';
import { begin, end } from '../deployments/session.js';
import { commitsOf, shown, statusOf } from '../history/readback.js';
import { faultsIn } from '../history/soundness.js';
import { historyOf, trackFunction, versionOf } from './readback.js';

const db = useDatabase({ per: 'test' });
const f = 'app.f(integer)';

/** Replaces the function, in a transaction of its own. */
const replace = (body: string, argument = 'int') =>
  db.client.query(
    `create or replace function app.f(${argument}) returns text language plpgsql as $$ ${body} $$`,
  );

beforeEach(async () => {
  await db.client.query('create schema app');
  await replace("begin return 'a'; end");
});

describe('pggit.track_function', () => {
  it('gives exactly one overload a version and metadata', async () => {
    await replace("begin return 'b'; end", 'text');
    await trackFunction(db.client, 'app.f(int)', '1.0.0', { owner: 'billing' });
    expect(await versionOf(db.client, f)).toBe('1.0.0');
    expect(await versionOf(db.client, 'app.f(text)')).toBeNull();
    const { rows } = await db.client.query(
      'select change, version, metadata, author from pggit.function_history($1)',
      [f],
    );
    expect(rows).toEqual([
      {
        change: 'versioned',
        version: '1.0.0',
        metadata: { owner: 'billing' },
        author: 'postgres',
      },
      { change: 'added', version: null, metadata: null, author: 'postgres' },
    ]);
  });

  it('takes its arguments by name', async () => {
    await db.client.query(
      "select pggit.track_function(function_signature => 'app.f(int)', version => '2', metadata => '[1]')",
    );
    expect(await versionOf(db.client, f)).toBe('2');
  });

  it('leaves what is null as it is, and writes nothing that is there already', async () => {
    await trackFunction(db.client, f, '1', { a: 1 });
    await trackFunction(db.client, f, '1', { a: 1 });
    await trackFunction(db.client, f);
    await trackFunction(db.client, f, null, { a: 2 });
    await trackFunction(db.client, f, '2');
    const { rows } = await db.client.query(
      'select version, metadata from pggit.function_history($1)',
      [f],
    );
    expect(rows).toEqual([
      { version: '2', metadata: { a: 2 } },
      { version: '1', metadata: { a: 2 } },
      { version: '1', metadata: { a: 1 } },
      { version: null, metadata: null },
    ]);
  });

  it('belongs to what the transaction has just made of the function', async () => {
    const session = await db.connect();
    await session.query('begin');
    await session.query(
      'create function app.g() returns void language sql as $$ select 1 $$; create table app.t ()',
    );
    await trackFunction(session, 'app.g()', '1');
    await session.query(
      'create or replace function app.g() returns void language sql as $$ select 2 $$',
    );
    await session.query('commit');
    expect(await historyOf(db.client, 'app.g()')).toEqual([
      'changed app.g() 1',
      'versioned app.g() 1',
      'added app.g()',
    ]);
    expect(await shown(db.client)).toEqual(['added function app.g()', 'added table app.t']);
    expect(await faultsIn(db.client)).toEqual([]);
  });

  it('works inside a deployment, and is gone after a rollback', async () => {
    const session = await db.connect();
    const deployment = await begin(session, 'release');
    await session.query('begin');
    await trackFunction(session, f, '1');
    await session.query('rollback');
    expect(await versionOf(db.client, f)).toBeNull();
    await session.query('create function app.g() returns void language sql as $$ select 1 $$');
    await trackFunction(session, 'app.g()', '2');
    await end(session);
    const { rows } = await db.client.query(
      "select change, version, deployment_id from pggit.function_history('app.g()')",
    );
    expect(rows).toEqual([
      { change: 'versioned', version: '2', deployment_id: deployment },
      { change: 'added', version: null, deployment_id: deployment },
    ]);
    expect(await faultsIn(db.client)).toEqual([]);
  });

  it('records a function that nobody has recorded yet', async () => {
    await db.client.query(`
      drop event trigger pggit_ddl_trigger, pggit_drop_trigger;
      create function app.g() returns void language sql as $$ select 1 $$;
      create table app.t ()`);
    await trackFunction(db.client, 'app.g()', '1');
    expect(await historyOf(db.client, 'app.g()')).toEqual(['versioned app.g() 1', 'added app.g()']);
    expect((await statusOf(db.client)).filter((line) => line.startsWith('drift'))).toEqual([
      'drift added table app.t',
    ]);
    expect((await commitsOf(db.client)).at(-1)?.message).toBe('added function app.g()');
  });

  it('refuses a function that is not tracked, and says why (PGF03)', async () => {
    await db.client.query("select pggit.configure_tracking(ignore_schemas => array['app'])");
    const failure = await failureOf(trackFunction(db.client, f, '1'));
    expect(failure).toMatchObject({
      code: 'PGF03',
      message: `function ${f} is not tracked`,
      detail: { kind: 'function', identity: f, rule: 'schema app is in ignore_schemas' },
    });
    await db.client.query(failure.hint.replace(/^.*(comment on .*)$/, '$1'));
    await trackFunction(db.client, f, '1');
    expect(await versionOf(db.client, f)).toBe('1');
  });

  it('refuses one that is made in a pause, and says so (PGF03)', async () => {
    const session = await db.connect();
    await session.query("select pggit.pause_tracking('1 hour')");
    await session.query('create function app.g() returns void language sql as $$ select 1 $$');
    const failure = await failureOf(trackFunction(session, 'app.g()', '1'));
    expect(failure).toMatchObject({ code: 'PGF03' });
    expect(failure.hint).toContain('pggit.resume_tracking()');
  });

  it('refuses a member of an extension (PGF03)', async () => {
    await db.client.query('create extension pg_trgm schema app');
    const failure = await failureOf(trackFunction(db.client, 'app.similarity(text, text)', '1'));
    expect(failure).toMatchObject({ code: 'PGF03' });
    expect(failure.hint).toContain('extension');
  });

  it.each(['', '  \n'])('refuses the version "%s" (PGF04)', async (version) => {
    const failure = await failureOf(trackFunction(db.client, f, version));
    expect(failure).toMatchObject({ code: 'PGF04', detail: { signature: f } });
  });

  it('is for deployers, reading for readers', async () => {
    const role = await uniqueRole(db.client);
    const session = await db.connect({ user: role.name, password: role.password });
    expect((await failureOf(trackFunction(session, f, '1'))).code).toBe('42501');
    expect((await failureOf(versionOf(session, f))).code).toBe('42501');
    await db.client.query(`grant pggit_reader to ${role.name}`);
    expect((await failureOf(trackFunction(session, f, '1'))).code).toBe('42501');
    expect(await versionOf(session, f)).toBeNull();
    expect(await historyOf(session, f)).toEqual([`added ${f}`]);
    await db.client.query(`grant pggit_deployer to ${role.name}`);
    await trackFunction(session, f, '1');
    const { rows } = await db.client.query(
      'select author from pggit.function_history($1) limit 1',
      [f],
    );
    expect(rows).toEqual([{ author: role.name }]);
  });
});

describe('a version that a function names itself', () => {
  it.each([
    ['in a comment of its body', '-- @pggit-version: 1.2.3\nbegin end'],
    ['at the end of a sentence', 'begin /* This is @pggit-version: 1.2.3. */ end'],
    ['in capitals', '-- @PGGIT-VERSION:1.2.3\nbegin end'],
  ])('counts %s', async (_, body) => {
    await replace(body);
    expect(await versionOf(db.client, f)).toBe('1.2.3');
    expect(await historyOf(db.client, f)).toEqual([`changed ${f} 1.2.3`, `added ${f}`]);
  });

  it('is what stands on the line of the directive, and not the next word below', async () => {
    await replace('-- @pggit-version: \nbegin end');
    expect(await versionOf(db.client, f)).toBeNull();
    await replace('-- @pggit-version:\t2\nbegin end');
    expect(await versionOf(db.client, f)).toBe('2');
  });

  it('counts in its comment, where the body has none', async () => {
    await db.client.query(`comment on function app.f(int) is 'Bills. @pggit-version: 2.0.0-rc.1'`);
    expect(await versionOf(db.client, f)).toBe('2.0.0-rc.1');
    await replace('-- @pggit-version: 3\nbegin end');
    expect(await versionOf(db.client, f)).toBe('3');
  });

  it('counts as soon as it is written', async () => {
    const session = await db.connect();
    await session.query('begin');
    await session.query(
      'create or replace function app.f(int) returns text language plpgsql as $$ -- @pggit-version: 4\nbegin end $$',
    );
    expect(await versionOf(session, f)).toBe('4');
    await session.query('rollback');
    expect(await versionOf(db.client, f)).toBeNull();
  });

  it('gives way to a later one, whoever says it', async () => {
    await replace('-- @pggit-version: 1\nbegin end');
    await trackFunction(db.client, f, '1-hotfix');
    expect(await versionOf(db.client, f)).toBe('1-hotfix');
    await db.client.query('alter function app.f(int) volatile cost 7');
    expect(await versionOf(db.client, f)).toBe('1-hotfix');
    await replace('-- @pggit-version: 2\nbegin end');
    expect(await versionOf(db.client, f)).toBe('2');
    await replace('begin end');
    expect(await versionOf(db.client, f)).toBe('2');
  });

  it('counts for procedures and aggregates', async () => {
    await db.client.query(`
      create procedure app.run() language plpgsql as $$ begin /* @pggit-version: 5 */ end $$;
      create aggregate app.total(int) (sfunc = int4pl, stype = int);
      comment on aggregate app.total(int) is '@pggit-version: 6'`);
    expect(await versionOf(db.client, 'app.run()')).toBe('5');
    expect(await versionOf(db.client, 'app.total(int)')).toBe('6');
    await trackFunction(db.client, 'app.total(int)', '7');
    expect(await versionOf(db.client, 'app.total(int)')).toBe('7');
  });

  it('counts for a function that is not tracked', async () => {
    await replace('-- @pggit-version: 8\nbegin end');
    await db.client.query("select pggit.configure_tracking(ignore_schemas => array['app'])");
    expect(await versionOf(db.client, f)).toBe('8');
    await db.client.query(
      'create function app.g() returns text language plpgsql as $$ begin /* @pggit-version: 9 */ end $$',
    );
    expect(await versionOf(db.client, 'app.g()')).toBe('9');
    expect(await historyOf(db.client, 'app.g()')).toEqual([]);
  });
});
