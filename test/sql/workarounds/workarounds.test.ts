import { readFileSync } from 'node:fs';
import { pggit } from '@pggit/core';
import { uniqueRole, useDatabase } from '@pggit/testing';
import { beforeEach, describe, expect, it } from 'vitest';
import { faultsIn } from '../history/soundness.js';
import { expectationsOf, SOUND, shown, traces } from '../kinds/observer.js';
import { added, changed, removed } from '../kinds/rows.js';

/** The two functions teams were given before there were deployments, as they stand. */
const FUNCTIONS = readFileSync(new URL('functions.sql', import.meta.url), 'utf8');

describe('the workarounds from before there were deployments', () => {
  const db = useDatabase({ per: 'test' });

  beforeEach(async () => {
    await db.client.query(FUNCTIONS);
    await db.client.query('create schema app; create schema query; create table app.old ()');
  });

  const enabled = async () =>
    (await db.client.query('select distinct evtenabled as state from pg_event_trigger')).rows;

  it('deploy as one commit, with the name as its message and the caller as its author', async () => {
    const before = await traces(db.client);
    await db.client.query(
      `select deploy_with_pggit_control($$
         create table app.orders (id int primary key);
         alter table app.orders add note text;
         create view query.v as select id from app.orders;
         drop table app.old $$, 'release 42')`,
    );
    const other = await db.connect();
    expect((await traces(other)).commits).toBe(before.commits + 1);
    expect(await shown(other)).toEqual([
      removed('table app.old'),
      added('table app.orders'),
      added('index app.orders_pkey'),
      added('view query.v'),
    ]);
    const [commit] = await pggit(other).log();
    expect(commit).toMatchObject({ message: 'release 42', author: db.client.user });
    expect(await expectationsOf(other)).toEqual(SOUND);
    expect(await faultsIn(other)).toEqual([]);
    expect(await enabled()).toEqual([{ state: 'O' }]);
  });

  it('leave nothing when the deployment fails, and capture as it was', async () => {
    const before = await traces(db.client);
    await expect(
      db.client.query(
        `select deploy_with_pggit_control('create table app.t (); select 1 / 0', 'broken')`,
      ),
    ).rejects.toMatchObject({ code: '22012' });
    expect(await traces(db.client)).toEqual(before);
    expect(await enabled()).toEqual([{ state: 'O' }]);
    await db.client.query('create table app.t ()');
    expect(await shown(await db.connect())).toEqual([added('table app.t')]);
  });

  it('make no commit when nothing changes', async () => {
    const before = await traces(db.client);
    await db.client.query(`select deploy_with_pggit_control('select 1', 'nothing')`);
    expect(await traces(db.client)).toEqual(before);
    expect(await expectationsOf(db.client)).toEqual(SOUND);
  });

  it('refresh a materialized view without a change in the history', async () => {
    await db.client.query(
      `create table app.t (n int); create materialized view query.m as select sum(n) as n from app.t;
       insert into app.t values (7)`,
    );
    const before = await traces(db.client);
    await db.client.query(`select refresh_materialized_view_quiet('query.m')`);
    expect((await db.client.query('select n::int from query.m')).rows).toEqual([{ n: 7 }]);
    expect(await traces(db.client)).toEqual(before);
    expect(await expectationsOf(db.client)).toEqual(SOUND);
  });

  it('deploy as one commit in a session whose triggers do not fire, and with constraints set to immediate', async () => {
    for (const [setting, name] of [
      ['set session_replication_role = replica', 'replica'],
      ['begin; set constraints all immediate', 'immediate'],
    ]) {
      await db.client.query(
        `${setting}; select deploy_with_pggit_control('create table app.${name} ()', 'release ${name}')`,
      );
      await db.client.query('commit; reset session_replication_role');
      expect(await shown(db.client)).toEqual([added(`table app.${name}`)]);
      expect((await pggit(db.client).log())[0]?.message).toBe(`release ${name}`);
    }
    expect(await expectationsOf(db.client)).toEqual(SOUND);
    expect(await faultsIn(db.client)).toEqual([]);
  });

  it('belong to a deployment they are used in', async () => {
    await pggit(db.client).beginDeployment('release');
    await db.client.query(
      `select deploy_with_pggit_control('create table app.a ()', 'a part of it')`,
    );
    await db.client.query('create table app.b ()');
    await pggit(db.client).endDeployment();
    expect(await shown(db.client)).toEqual([added('table app.a'), added('table app.b')]);
    expect(await faultsIn(db.client)).toEqual([]);
  });
});

describe('an INSERT into pggit.commits with message and author', () => {
  const db = useDatabase({ per: 'test' });
  const insert = (values = `'by hand', 'ada'`) =>
    db.client.query(
      `insert into pggit.commits (message, author) values (${values})
       returning commit_id, message, author, parent_ids, octet_length(state_hash) as hash`,
    );
  const unseen = (sql: string) =>
    db.client.query(`set pggit.tracking = off; ${sql}; reset pggit.tracking`);

  it('is a commit of all drift like any other, and returns it', async () => {
    await db.client.query('create table public.t ()');
    const [parent] = await pggit(db.client).log();
    await unseen('alter table public.t add note text; create table public.u ()');
    const { rows, rowCount } = await insert();
    expect(rowCount).toBe(1);
    const [head] = await pggit(db.client).log();
    expect(rows).toEqual([
      {
        commit_id: head?.commitId,
        message: 'by hand',
        author: 'ada',
        parent_ids: [parent?.commitId],
        hash: 32,
      },
    ]);
    expect(await shown(db.client)).toEqual([
      changed('table public.t', { 'columns.note': [null, { type: 'text' }] }),
      added('table public.u'),
    ]);
    expect(await faultsIn(db.client)).toEqual([]);
  });

  it('takes along what its own transaction has changed', async () => {
    await unseen('create table public.a ()');
    await db.client.query(
      `begin; create table public.b (); insert into pggit.commits (message, author) values ('both', 'ada'); commit`,
    );
    expect(await shown(db.client)).toEqual([added('table public.a'), added('table public.b')]);
    expect(await pggit(db.client).log()).toMatchObject([{ message: 'both' }, {}]);
    expect(await faultsIn(db.client)).toEqual([]);
  });

  it('says what changed and who it was where that is left out', async () => {
    await unseen('create table public.t ()');
    await insert('null, null');
    expect(await pggit(db.client).log()).toMatchObject([
      { message: 'added table public.t', author: db.client.user },
      {},
    ]);
    expect(await faultsIn(db.client)).toEqual([]);
  });

  it('is no row when there is nothing to commit, nor the second of two', async () => {
    expect((await insert()).rowCount).toBe(0);
    await unseen('create table public.t ()');
    const { rowCount } = await db.client.query(
      `insert into pggit.commits (message, author) values ('one', 'a'), ('two', 'b')`,
    );
    expect(rowCount).toBe(1);
    expect(await faultsIn(db.client)).toEqual([]);
  });

  it('is undone by a rollback', async () => {
    await unseen('create table public.t ()');
    const before = await traces(db.client);
    await db.client.query(
      `begin; insert into pggit.commits (message, author) values ('x', 'y'); rollback`,
    );
    expect(await traces(db.client)).toEqual(before);
    expect(await pggit(db.client).status()).toMatchObject([{ state: 'drift' }]);
  });

  it('gets its transaction’s links', async () => {
    await unseen('create table public.t ()');
    await db.client.query(
      `begin; select pggit.link_migration(7); insert into pggit.commits (message, author) values ('x', 'y'); commit`,
    );
    const [head] = await pggit(db.client).log();
    expect(head?.message).toBe('x');
    expect(await faultsIn(db.client)).toEqual([]);
  });

  it('is nobody’s right but the owner’s', async () => {
    const role = await uniqueRole(db.client, 'login in role pggit_admin');
    const session = await db.connect({ user: role.name, password: role.password });
    await expect(
      session.query(`insert into pggit.commits (message, author) values ('x', 'y')`),
    ).rejects.toMatchObject({ code: '42501' });
  });
});
