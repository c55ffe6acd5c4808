import { pggit } from '@pggit/core';
import { useDatabase } from '@pggit/testing';
import { beforeAll, describe, expect, it } from 'vitest';
import { migrate } from './history.js';
import { normalise, run, runJson } from './pggit.js';

describe('pggit function', () => {
  const db = useDatabase();
  const show = (...args: string[]) => run(['function', ...args], { url: db.url });

  beforeAll(async () => {
    const git = pggit(db.client);
    await db.client.query(`
      create schema app;
      create table public.pgmigrations (id serial primary key, name varchar(255) not null, run_on timestamp not null)`);
    await migrate(
      db.client,
      '001_bill',
      "create function app.bill(uuid) returns int language sql as 'select 1'",
    );
    await git.trackFunction('app.bill(uuid)', { version: '1.0', metadata: { ticket: 7 } });
    await db.client.query(
      "create or replace function app.bill(uuid) returns int language sql as 'select 2 -- @pggit-version: 2.0'",
    );
    await db.client.query('alter function app.bill(uuid) rename to invoice');
    await db.client.query(
      "create function app.invoice(int) returns int language sql as 'select 1'",
    );
  });

  it('shows what became of it, with versions, commits and migrations', async () => {
    const { exitCode, stdout, stderr } = await show('app.invoice(uuid)');
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(normalise(stdout)).toBe(`app.invoice(uuid)  2.0

<time>  <id>  postgres
  > app.bill(uuid) -> app.invoice(uuid)

<time>  <id>  postgres
  ~ app.bill(uuid)
      body: select 1 -> select 2 -- @pggit-version: 2.0

<time>  <id>  node-pg-migrate 001_bill
  = version 1.0  {"ticket":7}

<time>  <id>  node-pg-migrate 001_bill
  + app.bill(uuid)`);
  });

  it('gives JSON', async () => {
    const { data } = await runJson(['function', 'app.invoice(uuid)'], { url: db.url });
    expect(data).toMatchObject({ signature: 'app.invoice(uuid)', version: '2.0' });
    expect(data.history).toHaveLength(4);
    expect(data.history[2]).toMatchObject({
      change: 'versioned',
      identity: 'app.bill(uuid)',
      version: '1.0',
      metadata: { ticket: 7 },
    });
  });

  it('lists the overloads where it is not clear which is meant', async () => {
    const { exitCode, stdout, stderr } = await show('app.invoice');
    expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: '' });
    expect(stderr).toBe(
      'error: app.invoice may be any of several functions\n' +
        'hint: Write one of: app.invoice(integer), app.invoice(uuid).',
    );
  });

  it('has no version for one that is gone, and says so of one that is not tracked', async () => {
    await db.client.query('drop function app.invoice(uuid)');
    const gone = await show('app.invoice(uuid)');
    expect(gone.stdout).toMatch(
      /^app\.invoice\(uuid\) {2}no version\n(.*\n)+ {2}- app\.invoice\(uuid\)\n/,
    );
    await pggit(db.client).configureTracking({ ignoreSchemas: ['hidden'] });
    await db.client.query(`
      create schema hidden;
      create function hidden.f() returns int language sql as 'select 1 -- @pggit-version: 3'`);
    expect((await show('hidden.f()')).stdout).toBe('hidden.f()  3\nnot tracked');
  });
});
