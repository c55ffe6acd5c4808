import { install, pggit, uninstall, verify } from '@pggit/core';
import { isolatedServer, uniqueRole, useDatabase } from '@pggit/testing';
import { describe, expect, it } from 'vitest';
import { failureOfInstall, terminatedAt } from './interrupted-phases.js';
import { clusterSnapshot, snapshot } from './snapshot.js';

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

  it('leaves no trace of work of every kind, nor of privileges that others gave on it', async () => {
    const role = await uniqueRole(db.client);
    await db.client.query(`
      alter default privileges grant select on tables to ${role.name};
      alter default privileges grant execute on functions to ${role.name};
      create schema app; create schema ops;
      create table app.orders (id int); ${HISTORY_TABLE};
      create table ops.done (id int, name text, run_on timestamp) partition by list (id);
      create table ops.done_1 partition of ops.done for values in (1)`);
    const before = await snapshot(db.client);
    await install(db.client);
    await db.client.query(`
      grant select on pggit.commits to ${role.name} with grant option;
      grant usage on schema pggit to ${role.name};
      select pggit.watch_history_table('ops.done', 'node-pg-migrate');
      select pggit.configure_tracking(ignore_schemas => array['ops'])`);
    await db.client.query(`select pggit.begin_deployment('work')`);
    await db.client.query(`
      create view app.v as select id from app.orders;
      insert into ops.done values (1, '001', now());
      insert into public.pgmigrations (name, run_on) values ('001_v', now())`);
    await db.client.query(`select pggit.end_deployment('work', array['v1'])`);
    await db.client.query(`select pggit.pause_tracking('1 hour')`);
    await db.client.query('drop view app.v');
    await uninstall(db.client);
    expect(await snapshot(db.client)).toEqual(before);
    await db.client.query(`
      insert into ops.done values (1, '002', now());
      create table app.goes_on (id int)`);
  });

  it('leaves no trace of manual mode, by the role that owns it', async () => {
    const role = await uniqueRole(db.client);
    await db.client.query(`grant create on database ${db.name} to ${role.name}`);
    const owner = await db.connect({ user: role.name, password: role.password });
    await owner.query(`create schema app; create table app.done
      (id serial primary key, name varchar(255) not null, run_on timestamp not null)`);
    const before = await snapshot(db.client);
    await install(owner);
    await owner.query(`select pggit.watch_history_table('app.done', 'node-pg-migrate')`);
    await owner.query('create table app.t (id int); select pggit.capture(); drop table app.t');
    await uninstall(owner);
    expect(await snapshot(db.client)).toEqual(before);
  });

  const killed = async (phase: RegExp) =>
    failureOfInstall(uninstall(await terminatedAt(await db.connect(), phase, db.client)));

  it('removes nothing but its event triggers when its backend is terminated half-way, and an installation makes them again', async () => {
    await db.client.query(HISTORY_TABLE);
    await install(db.client);
    const before = await snapshot(db.client);
    const withoutEventTriggers = before.filter((line) => !/event trigger pggit_/.test(line));
    const beforeAnything = /^drop event trigger pggit_ddl_trigger/;
    expect(await killed(beforeAnything)).toMatch(/57P01|not queryable|terminated/);
    expect(await snapshot(db.client)).toEqual(before);
    for (const phase of [/^drop table if exists pggit\.commits/, /^drop schema/]) {
      expect(await killed(phase)).toMatch(/57P01|not queryable|terminated/);
      expect(await snapshot(db.client)).toEqual(withoutEventTriggers);
      expect(await verify(db.client)).toMatchObject([
        { kind: 'missing', object: 'event trigger pggit_ddl_trigger' },
        { kind: 'missing', object: 'event trigger pggit_drop_trigger' },
      ]);
    }
    expect(await install(db.client)).toMatchObject({ action: 'upgraded' });
    expect(await verify(db.client)).toEqual([]);
    await db.client.query('create table public.still_captured ()');
    expect((await pggit(db.client).log())[0]?.message).toBe('added table public.still_captured');
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

  it('are the cluster’s only trace, and go', async () => {
    const admin = await server.connect();
    const before = await clusterSnapshot(admin);
    const { url } = await server.createDatabase();
    const client = await server.connect(url);
    await install(client);
    const added = (await clusterSnapshot(admin)).filter((line) => !before.includes(line));
    expect(added.map((line) => line.replace(/.*"rolname": "(\w+)".*/, 'role $1')).sort()).toEqual([
      'member pggit_admin of pggit_deployer',
      'member pggit_deployer of pggit_reader',
      'role pggit_admin',
      'role pggit_deployer',
      'role pggit_reader',
    ]);
    await uninstall(client);
    expect(await clusterSnapshot(admin)).toEqual(before);
  });

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
