import { type TestRole, uniqueRole, useDatabase } from '@pggit/testing';
import type pg from 'pg';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { begin, end } from '../sql/deployments/session.js';
import { shown, statusOf } from '../sql/history/readback.js';
import { expectationsOf, SOUND } from '../sql/kinds/observer.js';

/** What a role can make history say by setting what only pggit should set. */
describe('a role that sets pggit’s settings to lies', () => {
  const db = useDatabase();
  let role: TestRole;
  let liar: pg.Client;

  beforeEach(async () => {
    role = await uniqueRole(db.client);
    await db.client.query(`create schema mine authorization ${role.name}`);
    liar = await db.connect({ user: role.name, password: role.password });
  });
  afterEach(async () => {
    await liar.end();
    await db.client.query('drop schema mine cascade; drop table if exists public.other');
    await db.client.query('select pggit.capture()');
  });

  /** Who made the changes of HEAD with which command, as the journal has it. */
  const recorded = async () =>
    (
      await db.client.query(
        `select new_identity as identity, login_name as login, role_name as role, command_tag as tag
           from pggit.changes c where c.commit_id = pggit._head() order by change_id`,
      )
    ).rows;

  it('cannot alter a mark that a serializable transaction has noted: it is drift then', async () => {
    await liar.query('begin isolation level serializable');
    await liar.query('create table mine.kept (id int)');
    const { rows } = await liar.query("select current_setting('pggit.noted') as noted");
    expect(rows[0].noted).toContain(role.name);
    await liar.query('create table mine.forged (id int)');
    await liar.query(
      `select set_config('pggit.noted', regexp_replace(current_setting('pggit.noted'),
         '[^\n]*$', replace(substring(current_setting('pggit.noted') from '[^\n]*$'), $1, '"postgres"')),
         true)`,
      [`"${role.name}"`],
    );
    const { rows: altered } = await liar.query("select current_setting('pggit.noted') as noted");
    expect(altered[0].noted).toContain('"postgres"');
    await liar.query('commit');
    expect(await recorded()).toEqual([
      { identity: 'mine.kept', login: role.name, role: role.name, tag: 'CREATE TABLE' },
    ]);
    expect(await statusOf(db.client)).toEqual(['drift added table mine.forged']);
  });

  it.each([
    ['a mark of its own making', `txid || E':0\n' || '{"classid": 1259, "flush": 0}'`],
    ['a signature of its own', `txid || E':0\n' || repeat('0', 64) || '{"classid": 1259}'`],
    ['a number of full settings', `txid || E':9999\n'`],
    ['nonsense', `txid || E':0\n' || 'nonsense' || E'\n' || '{'`],
    ['marks that are taken', `'taken'`],
    ['nothing', `''`],
  ])('may note %s: its DDL goes on, and what is not recorded is drift', async (_, noted) => {
    await liar.query('begin isolation level serializable');
    await liar.query('create table mine.one (id int)');
    await liar.query(
      `select set_config('pggit.noted', ${noted}, true)
         from (select pg_current_xact_id()::text as txid) t`,
    );
    await liar.query('create table mine.two (id int)');
    await liar.query('commit');
    const own = (await recorded()).filter(({ identity }) => identity.startsWith('mine.'));
    for (const { login, role: name } of own) {
      expect([login, name]).toEqual([role.name, role.name]);
    }
    const known = own.map(({ identity }) => `drift added table ${identity}`);
    expect([...known, ...(await statusOf(db.client))].sort()).toEqual([
      'drift added table mine.one',
      'drift added table mine.two',
    ]);
    await db.client.query('select pggit.capture()');
    expect(await expectationsOf(db.client)).toEqual(SOUND);
  });

  it('cannot sign a note with what a reader may call', async () => {
    await db.client.query(`grant pggit_deployer to ${role.name}`);
    await expect(liar.query("select pggit._sign_note('1', '{}')")).rejects.toThrow(
      /permission denied for table note_secret/,
    );
    await expect(liar.query('select secret from pggit.note_secret')).rejects.toThrow(
      /permission denied/,
    );
  });

  it.each([
    ['pggit.queued', 'pg_current_xact_id()::text'],
    ['pggit.flush', "pg_current_xact_id() || ':7'"],
    ['pggit.flush', "pg_current_xact_id() || ':999999999'"],
    ['pggit.tracking', "'off'"],
    ['pggit.paused_until', "'infinity'"],
    ['pggit.linked', 'pg_current_xact_id()::text'],
    ['pggit.warned', 'pg_current_xact_id()::text'],
    ['pggit.bound_to', "'1'"],
    ['pggit.deployment', "'00000000-0000-0000-0000-000000000000'"],
    ['pggit.drift_before_upgrade', "'nonsense'"],
  ])('hides at most its own changes, as drift, with %s = %s', async (name, value) => {
    await liar.query(`begin; select set_config('${name}', ${value}, false)`);
    await liar.query('create table mine.one (id int)');
    await liar.query('alter table mine.one add column note text; commit');
    await db.client.query('create table public.other (id int)');
    expect(await shown(db.client)).toEqual(['added table public.other']);
    for (const line of await statusOf(db.client)) {
      expect(line).toBe('drift added table mine.one');
    }
    await db.client.query('select pggit.capture()');
    expect(await expectationsOf(db.client)).toEqual(SOUND);
  });

  it('can put its changes into an open deployment of another, under its own name', async () => {
    const opener = await db.connect();
    const id = await begin(opener, 'up');
    await liar.query(`set pggit.deployment = '${id}'`);
    await liar.query('create table mine.one (id int)');
    await end(opener);
    expect(await recorded()).toEqual([
      { identity: 'mine.one', login: role.name, role: role.name, tag: 'CREATE TABLE' },
    ]);
  });

  it('fails its own DDL alone with pggit.on_error = raise', async () => {
    await liar.query("set pggit.on_error = 'raise'");
    await db.client.query('alter table pggit.changes rename to lost');
    await expect(liar.query('create table mine.one (id int)')).rejects.toThrow(/could not record/);
    await db.client.query('create table public.other (id int)');
    await db.client.query('alter table pggit.lost rename to changes');
  });

  it('has its session recorded under any application_name, which is no proof of anything', async () => {
    await liar.query("set application_name = 'flyway'; create table mine.one (id int)");
    const { rows } = await db.client.query(
      `select login_name as login, application_name as application
         from pggit.changes where commit_id = pggit._head()`,
    );
    expect(rows).toEqual([{ login: role.name, application: 'flyway' }]);
  });
});
