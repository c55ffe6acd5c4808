import { install } from '@pggit/core';
import { type EngineSource, verifyEngine } from '@pggit/core/engine';
import { uniqueRole, useDatabase } from '@pggit/testing';
import { describe, expect, it } from 'vitest';
import { fixtureEngine } from '../install/fixture-engine.js';

const sqlFunction = (signature: string, returns: string, body: string) =>
  `create or replace function pggit.${signature} returns ${returns} language sql as $f$ ${body} $f$;`;

describe('an upgrade', () => {
  const db = useDatabase({ engine: false, per: 'test' });
  const engine = (version: string, files: Record<string, string>) =>
    fixtureEngine(db.client, version, files);

  const upgrade = (to: EngineSource) => install(db.client, { engine: to });
  const one = async (sql: string) => Object.values((await db.client.query(sql)).rows[0] ?? {})[0];

  it('applies pending migrations once and replaces functions', async () => {
    const before = await engine('1.0.0', {
      'functions/answer.sql': sqlFunction('answer()', 'int', 'select 41'),
    });
    const after = await engine('1.1.0', {
      'schema/0002_numbers.sql': 'create table pggit.numbers as select 42 as n;',
      'functions/answer.sql': sqlFunction('answer()', 'int', 'select n from pggit.numbers'),
    });
    await upgrade(before);
    expect(await upgrade(after)).toEqual({
      action: 'upgraded',
      engineVersion: '1.1.0',
      previousVersion: '1.0.0',
      mode: 'manual',
      migrations: ['0002_numbers'],
      dropped: [],
    });
    expect(await one('select pggit.answer()')).toBe(42);
    expect(await upgrade(after)).toMatchObject({ action: 'unchanged' });
    await expect(upgrade(before)).rejects.toMatchObject({ code: 'engine_newer' });
  });

  it('drops functions that are gone or changed their signature, and no others', async () => {
    const before = await engine('1.0.0', {
      'functions/gone.sql': sqlFunction('gone(text)', 'text', 'select $1'),
      'functions/wider.sql': sqlFunction('wider(a text)', 'text', "select 'one argument'"),
      'functions/renamed.sql': sqlFunction('renamed(a text)', 'text', 'select a'),
      'functions/retyped.sql': sqlFunction('retyped()', 'int', 'select 1'),
      'functions/kept.sql': sqlFunction('kept()', 'int', 'select 1'),
    });
    const after = await engine('1.1.0', {
      'functions/wider.sql': sqlFunction(
        'wider(a text, b boolean default false)',
        'text',
        "select 'two arguments'",
      ),
      'functions/renamed.sql': sqlFunction('renamed(b text)', 'text', 'select b'),
      'functions/retyped.sql': sqlFunction('retyped()', 'text', "select 'text'"),
      'functions/kept.sql': sqlFunction('kept()', 'int', 'select 1'),
    });
    await upgrade(before);
    await db.client.query(sqlFunction('theirs()', 'int', 'select 7'));
    const { dropped } = await upgrade(after);
    expect([...dropped].sort()).toEqual([
      'function pggit.gone(text)',
      'function pggit.renamed(text)',
      'function pggit.retyped()',
      'function pggit.wider(text)',
    ]);
    expect(await one("select pggit.wider('x')")).toBe('two arguments');
    expect(await one("select pggit.renamed(b => 'x')")).toBe('x');
    expect(await one('select pggit.theirs()')).toBe(7);
    expect(await verifyEngine(db.client, after)).toMatchObject([
      { kind: 'unexpected', object: 'function pggit.theirs()' },
    ]);
  });

  it('takes its own views and triggers down with a stale function and makes them again', async () => {
    const table = 'create table pggit.t (id int, doubled int);';
    const trigger = (name: string) => `
      drop trigger if exists fill on pggit.t;
      create trigger fill before insert on pggit.t
        for each row execute function pggit.${name}();`;
    const fill = (name: string) =>
      `create or replace function pggit.${name}() returns trigger language plpgsql
        as $f$ begin new.doubled := new.id * 2; return new; end $f$;`;
    const before = await engine('1.0.0', {
      'schema/0002_t.sql': table,
      'functions/fill_old.sql': fill('fill_old'),
      'functions/version.sql': sqlFunction('version()', 'int', 'select 1'),
      'views/a.sql': 'create or replace view pggit.a as select pggit.version() as v;',
      'views/b.sql': 'create or replace view pggit.b as select v from pggit.a;',
      'triggers/fill.sql': trigger('fill_old'),
    });
    const after = await engine('1.1.0', {
      'schema/0002_t.sql': table,
      'functions/fill_new.sql': fill('fill_new'),
      'functions/version.sql': sqlFunction('version()', 'text', "select 'two'"),
      'views/a.sql': 'create or replace view pggit.a as select pggit.version() as v;',
      'views/b.sql': 'create or replace view pggit.b as select v from pggit.a;',
      'triggers/fill.sql': trigger('fill_new'),
    });
    await upgrade(before);
    const { dropped } = await upgrade(after);
    expect(new Set(dropped)).toEqual(
      new Set([
        'trigger fill on pggit.t',
        'function pggit.fill_old()',
        'view pggit.b',
        'view pggit.a',
        'function pggit.version()',
      ]),
    );
    expect(await one('select v from pggit.b')).toBe('two');
    expect(await one('insert into pggit.t (id) values (2) returning doubled')).toBe(4);
    expect(await verifyEngine(db.client, after)).toEqual([]);
  });

  it('recreates a view whose columns changed, keeps one that only gained some', async () => {
    const view = (columns: string) => ({
      'views/v.sql': `create or replace view pggit.v as select ${columns};`,
    });
    await upgrade(await engine('1.0.0', view('1 as a')));
    expect(await upgrade(await engine('1.1.0', view('1 as a, 2 as b')))).toMatchObject({
      dropped: [],
    });
    expect(await upgrade(await engine('1.2.0', view('2 as b')))).toMatchObject({
      dropped: ['view pggit.v'],
    });
    expect(await one('select b from pggit.v')).toBe(2);
  });

  it('stops before a user’s view that needs a stale function, and leaves the old engine', async () => {
    const before = await engine('1.0.0', {
      'functions/answer.sql': sqlFunction('answer()', 'int', 'select 42'),
    });
    const after = await engine('2.0.0', {
      'schema/0002_more.sql': 'create table pggit.more (id int);',
      'functions/answer.sql': sqlFunction('answer()', 'text', "select 'forty-two'"),
    });
    await upgrade(before);
    await db.client.query('create view public.mine as select pggit.answer()');
    await expect(upgrade(after)).rejects.toMatchObject({
      code: 'dependent_objects',
      message: expect.stringContaining('view public.mine depends on function pggit.answer()'),
      dependents: [{ object: 'view public.mine', dependsOn: 'function pggit.answer()' }],
    });
    expect(await one('select answer from public.mine')).toBe(42);
    expect(await verifyEngine(db.client, before)).toEqual([]);

    await db.client.query('drop view public.mine');
    expect(await upgrade(after)).toMatchObject({ action: 'upgraded' });
  });

  it('leaves the old engine when a step fails, and names the step', async () => {
    const before = await engine('1.0.0', {
      'functions/answer.sql': sqlFunction('answer()', 'int', 'select 42'),
    });
    const after = await engine('1.1.0', {
      'schema/0002_more.sql': 'create table pggit.more (id int);',
      'functions/other.sql': sqlFunction('other()', 'int', 'select 1'),
    });
    const broken = { ...after, grants: [{ name: 'grants.sql', sql: 'grant nonsense;' }] };
    await upgrade(before);
    await expect(upgrade(broken)).rejects.toMatchObject({
      code: 'install_failed',
      step: 'grants.sql',
      cause: { code: '42601' },
    });
    expect(await verifyEngine(db.client, before)).toEqual([]);
    expect(await upgrade(before)).toMatchObject({ action: 'unchanged' });
  });

  it('does not wait for ever for a lock', async () => {
    const before = await engine('1.0.0', { 'schema/0002_t.sql': 'create table pggit.t (id int);' });
    const after = await engine('1.1.0', {
      'schema/0002_t.sql': 'create table pggit.t (id int);',
      'schema/0003_u.sql': 'alter table pggit.t add u int;',
    });
    await upgrade(before);
    const reader = await db.connect();
    await reader.query('begin; select * from pggit.t');
    await expect(install(db.client, { engine: after, lockTimeoutMs: 50 })).rejects.toMatchObject({
      code: 'database_busy',
      blockers: [{ state: 'idle in transaction', holds: ['pggit.t'] }],
    });
    await reader.query('rollback');
    expect(await upgrade(after)).toMatchObject({ migrations: ['0003_u'] });
  });

  it('gives roles of the user’s own their privileges back', async () => {
    const role = await uniqueRole(db.client);
    const returning = (type: string) => ({
      'functions/answer.sql': sqlFunction('answer()', type, 'select null'),
      'views/v.sql': `create or replace view pggit.v as select null::${type} as answer;`,
    });
    await upgrade(await engine('1.0.0', returning('int')));
    await db.client.query(`
      grant execute on function pggit.answer() to ${role.name} with grant option;
      grant select on pggit.v to ${role.name}`);
    await upgrade(await engine('1.1.0', returning('text')));
    expect(
      await one(`select has_function_privilege('${role.name}', 'pggit.answer()',
        'execute with grant option') and has_table_privilege('${role.name}', 'pggit.v', 'select')`),
    ).toBe(true);
  });

  it('by a member of the owning role leaves everything with that role', async () => {
    const group = await uniqueRole(db.client, 'nologin');
    const member = await uniqueRole(db.client, `login in role ${group.name}`);
    await db.client.query(`
      create schema pggit authorization ${group.name};
      grant create on database ${db.name} to ${group.name}`);
    const client = await db.connect({ user: member.name, password: member.password });
    const table = { 'schema/0002_t.sql': 'create table pggit.t (id int);' };
    await install(client, { engine: await engine('1.0.0', table) });
    const after = await engine('1.1.0', {
      ...table,
      'schema/0003_u.sql': 'create table pggit.u (id int);',
    });
    expect(await install(client, { engine: after })).toMatchObject({ action: 'upgraded' });
    const { rows } = await db.client.query(
      `select distinct relowner::regrole::text as owner
       from pg_class where relnamespace = 'pggit'::regnamespace and relkind = 'r'`,
    );
    expect(rows).toEqual([{ owner: group.name }]);
  });

  it('shows in a dry run what it would drop', async () => {
    const before = await engine('1.0.0', {
      'functions/gone.sql': sqlFunction('gone(text)', 'text', 'select $1'),
    });
    const after = await engine('1.1.0', {});
    await upgrade(before);
    const planned = await install(db.client, { engine: after, dryRun: true });
    expect(planned).toMatchObject({
      action: 'upgraded',
      previousVersion: '1.0.0',
      dropped: ['function pggit.gone(text)'],
    });
    expect(planned.sql).toContain('drop routine if exists pggit.gone(text) restrict;');
    expect(await one("select pggit.gone('still here')")).toBe('still here');
    await db.client.query(planned.sql ?? '');
    expect(await verifyEngine(db.client, after)).toEqual([]);
  });
});
