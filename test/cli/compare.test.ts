import { uniqueRole, urlAs, useDatabase } from '@pggit/testing';
import { beforeAll, describe, expect, it } from 'vitest';
import { normalise, run, runJson } from './pggit.js';

describe('pggit compare', () => {
  const staging = useDatabase();
  const production = useDatabase();
  const bare = useDatabase({ engine: false });

  beforeAll(async () => {
    const common = `
      create schema app;
      create table app.orders (id int primary key, owner text, total numeric(10,2))`;
    await staging.client.query(`${common};
      alter table app.orders alter total type numeric(12,2);
      create view app.totals as select sum(total) as total from app.orders`);
    const role = await uniqueRole(production.client, 'nologin');
    await production.client.query(`${common};
      create function app.f() returns int language sql as 'select 1';
      grant select on app.orders to ${role.name};
      grant select (owner) on app.orders to ${role.name}`);
  });

  it('shows what differs, and ends with 4', async () => {
    const flags = ['--no-privileges', staging.url, production.url];
    const { exitCode, stdout, stderr } = await run(['compare', ...flags]);
    expect({ exitCode, stderr }).toEqual({ exitCode: 4, stderr: '' });
    expect(stdout).toBe(`~ table app.orders
    columns.total.type: numeric(12,2) -> numeric(10,2)
- view app.totals
+ function app.f()`);
  });

  it('takes the database of the environment for the second', async () => {
    const { exitCode, data } = await runJson(['compare', staging.url], { url: production.url });
    expect(exitCode).toBe(4);
    expect(
      data.map(({ change, identity }: Record<string, string>) => `${change} ${identity}`),
    ).toEqual(['changed app.orders', 'removed app.totals', 'added app.f()']);
    expect(Object.keys(data[0].attributes).sort()).toEqual([
      'columns.owner.privileges',
      'columns.total.type',
      'privileges',
    ]);
  });

  it('passes over owners when told so, not over columns of that name', async () => {
    const role = await uniqueRole(production.client, 'nologin');
    await production.client.query(`alter function app.f() owner to ${role.name}`);
    await staging.client.query(`
      create function app.f() returns int language sql as 'select 1';
      alter table app.orders alter owner set not null`);
    const { data } = await runJson([
      'compare',
      '--no-owner',
      '--no-privileges',
      staging.url,
      production.url,
    ]);
    expect(data.map(({ identity }: Record<string, string>) => identity)).toEqual([
      'app.orders',
      'app.totals',
    ]);
    expect(Object.keys(data[0].attributes)).toContain('columns.owner.not_null');
    const all = await runJson(['compare', staging.url, production.url]);
    expect(all.data.map(({ identity }: Record<string, string>) => identity)).toContain('app.f()');
  });

  it('ends with 0 where nothing differs', async () => {
    const { exitCode, stdout } = await run(['compare', staging.url, staging.url]);
    expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: 'no difference' });
  });

  it.each([
    [['shop'], 2, 'error: the first URL is not a PostgreSQL URL'],
    [['postgres://x/y', 'mysql://y'], 2, 'error: the second URL is not a PostgreSQL URL'],
  ])('refuses %j', async (args, code, message) => {
    const { exitCode, stderr } = await run(['compare', ...args]);
    expect(exitCode).toBe(code);
    expect(stderr).toContain(message);
  });

  it('says so where one of them has no pggit, or does not let us read it', async () => {
    const without = await run(['compare', staging.url, bare.url]);
    expect(without.exitCode).toBe(1);
    expect(normalise(without.stderr)).toMatch(
      /^error: pggit is not installed in this database \(the second URL\)\n/,
    );
    const first = await run(['compare', bare.url], { url: staging.url });
    expect(first.stderr).toContain('pggit is not installed in this database (the first URL)');
    const other = await run(['compare', staging.url], { url: bare.url });
    expect(other.stderr).toMatch(/not installed in this database \((?!the )\w+\)/);
    const role = await uniqueRole(staging.client);
    const refused = await run(['compare', staging.url, urlAs(staging.url, role)]);
    expect(refused.exitCode).toBe(1);
    expect(refused.stderr).toMatch(
      `error: role "${role.name}" may not do this: permission denied for schema pggit (the second URL)`,
    );
    expect(refused.stderr).toContain(`grant pggit_reader to ${role.name}`);
  });
});
