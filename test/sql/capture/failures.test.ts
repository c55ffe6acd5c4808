import { uniqueRole, useDatabase } from '@pggit/testing';
import type { ClientBase } from 'pg';
import { describe, expect, it } from 'vitest';
import { warningsOf } from '../kinds/cases.js';
import { expectationsOf, SOUND, shown, traces } from '../kinds/observer.js';
import { added } from '../kinds/rows.js';

const db = useDatabase({ per: 'test' });

/** Makes a function of the engine fail while `condition` holds; gives back the statement that mends it. */
async function sabotage(name: string, condition = 'true'): Promise<string> {
  const { rows } = await db.client.query(
    `select pg_get_functiondef(p.oid) as definition from pg_proc p
      where p.pronamespace = 'pggit'::regnamespace and p.proname = $1`,
    [name],
  );
  const sound: string = rows[0].definition;
  const broken = `begin if ${condition} then raise exception 'broken on purpose'; end if;`;
  await replaceUnseen(sound.replace(/^begin$/m, () => broken));
  return sound;
}

async function replaceUnseen(definition: string): Promise<void> {
  const session = await db.connect({ options: '-c pggit.tracking=off' });
  await session.query(definition);
}

describe.each([
  ['_write_changes', 'writing changes'],
  ['_append_commit', 'writing the commit'],
  ['_expand', 'finding what changed'],
])('when %s fails', (name) => {
  it("the user's DDL succeeds with a warning", async () => {
    await sabotage(name);
    const session = await db.connect();
    const warnings = warningsOf(session);
    await session.query(
      'begin; create table public.t (id int); create view public.v as select 1 as a; commit',
    );
    expect(warnings).toEqual(['pggit could not record this change: broken on purpose']);
    const { rows } = await (await db.connect()).query(
      `select to_regclass('public.v') is not null as made`,
    );
    expect(rows).toEqual([{ made: true }]);
  });

  it('the error is kept, nothing half-written is', async () => {
    const role = await uniqueRole(db.client);
    await db.client.query(`grant create on schema public to ${role.name}`);
    await sabotage(name);
    const other = await db.connect();
    const before = await traces(other);
    const session = await db.connect({ user: role.name, password: role.password });
    await session.query('create table public.t (id int)');
    expect(await traces(other)).toEqual(before);
    const { rows } = await other.query(
      'select stage, sqlstate, message, context, login_name from pggit.capture_errors',
    );
    expect(rows).toEqual([
      {
        stage: 'describe',
        sqlstate: 'P0001',
        message: 'broken on purpose',
        context: expect.stringContaining(name),
        login_name: role.name,
      },
    ]);
  });

  it('the objects are drift until capture() adopts them', async () => {
    const sound = await sabotage(name);
    await db.client.query('create table public.t (id int)');
    const other = await db.connect();
    expect(await drift(other)).toEqual(['added table public.t']);
    await replaceUnseen(sound);
    await db.client.query('select pggit.capture()');
    expect(await drift(other)).toEqual([]);
    expect({ ...(await expectationsOf(other)), errors: [] }).toEqual(SOUND);
  });

  it('the next transaction records what it does itself', async () => {
    const sound = await sabotage(name);
    const session = await db.connect();
    await session.query('create table public.t (id int)');
    await replaceUnseen(sound);
    await session.query('create table public.u (id int)');
    expect(await drift(await db.connect())).toEqual(['added table public.t']);
  });

  it('a transaction with constraints set to immediate succeeds too', async () => {
    await sabotage(name);
    const session = await db.connect();
    await session.query(
      'begin; set constraints all immediate; create table public.t (id int); alter table public.t add a int; commit',
    );
    expect(await drift(await db.connect())).toEqual(['added table public.t']);
  });

  it('with pggit.on_error = raise the DDL fails', async () => {
    await sabotage(name);
    const session = await db.connect({ options: '-c pggit.on_error=raise' });
    await expect(session.query('create table public.t (id int)')).rejects.toMatchObject({
      code: 'PGT04',
      message: expect.stringContaining('broken on purpose'),
    });
    const { rows } = await (await db.connect()).query(
      `select to_regclass('public.t') as made, (select count(*)::int from pggit.capture_errors) as errors`,
    );
    expect(rows).toEqual([{ made: null, errors: 0 }]);
  });
});

describe('a failure in immediate mode', () => {
  it('costs the failed statement alone', async () => {
    await sabotage('_write_changes', `to_regclass('public.good') is null`);
    const session = await db.connect();
    const warnings = warningsOf(session);
    await session.query('begin; set constraints all immediate; create table public.bad (id int)');
    await session.query(
      'create table public.good (id int); alter table public.good add n int; commit',
    );
    expect(warnings).toHaveLength(1);
    const other = await db.connect();
    expect(await drift(other)).toEqual(['added table public.bad']);
    expect(await shown(other)).toEqual([added('table public.good')]);
    expect(await expectationsOf(other)).toMatchObject({ marks: 0 });
  });
});

describe('when somebody holds a lock on a view that has to be described', () => {
  it('the DDL of the other session does not wait for it, and the view is drift', async () => {
    await db.client.query(
      'create table public.t (id int); create view public.v as select id from public.t',
    );
    const holder = await db.connect();
    await holder.query('begin; alter view public.v rename to w');
    const session = await db.connect();
    const warnings = warningsOf(session);
    await session.query(`set statement_timeout = '5s'`);

    await session.query('alter table public.t rename to u');

    expect(warnings).toHaveLength(1);
    await holder.query('commit');
    await session.query('select pggit.capture()');
    expect({ ...(await expectationsOf(await db.connect())), errors: [] }).toEqual(SOUND);
  });
});

async function drift(client: ClientBase): Promise<string[]> {
  const { rows } = await client.query(
    `select change || ' ' || kind || ' ' || identity as line from pggit.status() where state = 'drift'`,
  );
  return rows.map(({ line }) => line).sort();
}
