import { install, uninstall, verify } from '@pggit/core';
import { isolatedServer, useDatabase } from '@pggit/testing';
import { describe, expect, it } from 'vitest';
import { snapshot } from './snapshot.js';

const HISTORY_TABLE = `create table public.pgmigrations
  (id serial primary key, name varchar(255) not null, run_on timestamp not null)`;

describe('uninstall', () => {
  const db = useDatabase({ engine: false, per: 'test' });

  it('leaves no trace, in a database that was worked with', async () => {
    await db.client.query(`create schema app; create table app.orders (id int); ${HISTORY_TABLE}`);
    const before = await snapshot(db.client);
    await install(db.client);
    await db.client.query(`
      alter table app.orders add total numeric(10, 2);
      insert into public.pgmigrations (name, run_on) values ('001_orders', now());
      alter table app.orders drop total`);
    const report = await uninstall(db.client);
    expect(report.removed).toEqual(
      expect.arrayContaining([
        'event trigger pggit_ddl_trigger',
        'trigger zz_pggit_link on public.pgmigrations',
        'table pggit.commits',
        'schema pggit',
      ]),
    );
    expect(await snapshot(db.client)).toEqual(before);
  });

  it('does nothing where pggit is not', async () => {
    expect(await uninstall(db.client)).toEqual({ removed: [], roles: [] });
  });

  it('lists what depends on pggit and removes nothing then', async () => {
    await install(db.client);
    await db.client.query(`
      create view public.recent as select message from pggit.commits;
      create table public.notes (about uuid references pggit.commits, of pggit.commits);
      create function public.head() returns setof pggit.commits language sql
        begin atomic select * from pggit.commits; end;
      create function public.noted() returns trigger language plpgsql as 'begin return new; end';
      create trigger noted after insert on pggit.commits
        for each row execute function public.noted()`);
    const error = await uninstall(db.client).catch((e) => e);
    expect(error).toMatchObject({ code: 'dependent_objects' });
    const dependents = error.dependents.map(
      (d: { object: string; dependsOn: string }) => `${d.object} on ${d.dependsOn}`,
    );
    expect(dependents.sort()).toEqual([
      'constraint notes_about_fkey on table public.notes on table pggit.commits',
      'function public.head() on table pggit.commits',
      'table public.notes on table pggit.commits',
      'trigger noted on table pggit.commits on table pggit.commits',
      'view public.recent on table pggit.commits',
    ]);
    expect(await verify(db.client)).toMatchObject([{ kind: 'unexpected' }]);
  });

  it('never drops objects that others put into its schema', async () => {
    await install(db.client);
    await db.client.query('create table pggit.my_notes (id int)');
    await expect(uninstall(db.client)).rejects.toMatchObject({
      code: 'dependent_objects',
      dependents: [{ object: 'table pggit.my_notes', dependsOn: 'schema pggit' }],
    });
    await db.client.query('drop table pggit.my_notes');
    expect((await uninstall(db.client)).removed).toContain('schema pggit');
  });

  it('lets a database install again', async () => {
    await install(db.client);
    await uninstall(db.client);
    expect(await install(db.client)).toMatchObject({ action: 'installed' });
    expect(await verify(db.client)).toEqual([]);
  });
});

describe('pggit’s roles', () => {
  // A server of its own: the roles belong to the cluster, and other tests have databases that use them.
  const server = isolatedServer();

  it('go with the last database that uses them, unless somebody else needs one', async () => {
    const [first, second] = [await server.createDatabase(), await server.createDatabase()];
    const [one, two] = [await server.connect(first.url), await server.connect(second.url)];
    await install(one);
    await install(two);

    const kept = await uninstall(one);
    expect(kept.roles).toEqual(
      ['pggit_admin', 'pggit_deployer', 'pggit_reader'].map((name) => ({
        name,
        dropped: false,
        reason: expect.stringContaining(second.name),
      })),
    );

    await two.query(
      'create table public.report (id int); grant select on public.report to pggit_reader',
    );
    const { roles } = await uninstall(two);
    expect(roles).toEqual([
      { name: 'pggit_admin', dropped: true },
      { name: 'pggit_deployer', dropped: true },
      { name: 'pggit_reader', dropped: false, reason: expect.stringContaining('depend on it') },
    ]);
    const { rows } = await two.query("select rolname from pg_roles where rolname ~ '^pggit_'");
    expect(rows).toEqual([{ rolname: 'pggit_reader' }]);
  });
});
