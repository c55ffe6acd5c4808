import { type TestRole, uniqueRole, useDatabase } from '@pggit/testing';
import type { ClientBase } from 'pg';
import { beforeAll, describe, expect, it } from 'vitest';
import { warningsOf } from '../kinds/cases.js';
import { expectationsOf, SOUND, shown } from '../kinds/observer.js';
import { added, changed } from '../kinds/rows.js';

const WORK = `
  create schema work
    create table t (id serial primary key, note text)
    create view v as select id from t;
  create type work.mood as enum ('ok');
  create domain work.d as int;
  create function work.f() returns trigger language plpgsql as 'begin return new; end';
  create trigger tg before insert on work.t for each row execute function work.f();
  create materialized view work.m as select id from work.t;
  create unique index on work.m (id);
  alter table work.t rename note to remark;
  grant select on work.t to public;
  comment on table work.t is 'mine';
  drop view work.v`;

describe('a role with no right on pggit', () => {
  const db = useDatabase();
  let plain: TestRole;
  let session: ClientBase;
  let warnings: string[];

  beforeAll(async () => {
    plain = await uniqueRole(db.client);
    await db.client.query(`grant create on database ${db.name} to ${plain.name}`);
    session = await db.connect({
      user: plain.name,
      password: plain.password,
      application_name: 'their tool',
    });
    warnings = warningsOf(session);
  });

  it('runs any DDL without a warning', async () => {
    await session.query(WORK);
    await session.query('refresh materialized view concurrently work.m');
    await session.query('create index concurrently on work.t (remark)');
    await session.query(
      'begin; set constraints all immediate; alter table work.t add x int; commit',
    );
    await session.query('create table work.gone (); drop table work.gone');
    expect(warnings).toEqual([]);
    expect(await expectationsOf(await db.connect())).toEqual(SOUND);
  });

  it('is named in the journal and in the commit', async () => {
    await session.query('create table work.named (id int)');
    const other = await db.connect();
    const { rows } = await other.query(
      `select c.author, j.login_name, j.role_name, j.application_name, j.command_tag
         from pggit.changes j join pggit.commits c using (commit_id)
        where j.new_identity = 'work.named'`,
    );
    expect(rows).toEqual([
      {
        author: plain.name,
        login_name: plain.name,
        role_name: plain.name,
        application_name: 'their tool',
        command_tag: 'CREATE TABLE',
      },
    ]);
  });

  it('owns what it makes in the definition', async () => {
    const { rows } = await db.client.query(
      `select pggit.definition('table', 'work.named', 'HEAD') ->> 'owner' as owner`,
    );
    expect(rows).toEqual([{ owner: plain.name }]);
  });

  it('cannot read history', async () => {
    await expect(session.query('select * from pggit.log()')).rejects.toMatchObject({
      code: '42501',
    });
  });
});

describe('SET ROLE', () => {
  const db = useDatabase({ per: 'test' });

  it('is recorded beside the login', async () => {
    const [login, role] = await loginAndRole(db.client, db.name);
    const session = await db.connect({ user: login.name, password: login.password });
    await session.query(`set role ${role.name}; create schema s; create table s.t (id int)`);
    expect(await actors(db.client)).toEqual([
      { object: 'schema s', login_name: login.name, role_name: role.name },
      { object: 'table s.t', login_name: login.name, role_name: role.name },
    ]);
  });

  it('is recorded when it was reset before the commit', async () => {
    const [login, role] = await loginAndRole(db.client, db.name);
    const session = await db.connect({ user: login.name, password: login.password });
    await session.query(`begin; set local role ${role.name}; create schema s; reset role; commit`);
    expect(await actors(db.client)).toEqual([
      { object: 'schema s', login_name: login.name, role_name: role.name },
    ]);
  });

  it('is recorded for each object when a transaction has several roles', async () => {
    const [login, role] = await loginAndRole(db.client, db.name);
    const session = await db.connect({ user: login.name, password: login.password });
    await session.query(
      `begin; create schema a; set local role ${role.name}; create schema b; commit`,
    );
    expect(await actors(db.client)).toEqual([
      { object: 'schema a', login_name: login.name, role_name: login.name },
      { object: 'schema b', login_name: login.name, role_name: role.name },
    ]);
  });
});

describe('a reader', () => {
  const db = useDatabase();

  it('reads everything there is to read', async () => {
    await db.client.query('create table public.t (id int); comment on table public.t is null');
    await db.client.query('alter table public.t add note text');
    const role = await uniqueRole(db.client, 'login in role pggit_reader');
    const reader = await db.connect({ user: role.name, password: role.password });
    expect(await shown(reader)).toEqual([
      changed('table public.t', { 'columns.note': [null, { type: 'text' }] }),
    ]);
    expect(await shown(reader, 'HEAD')).not.toContainEqual(added('table public.t'));
    const { rows } = await reader.query(
      `select (select count(*)::int from pggit.log()) as commits,
              (select count(*)::int from pggit.status()) as status,
              (select count(*)::int from pggit.ignored_objects()) as ignored,
              pggit.state_hash('live') = pggit.state_hash('HEAD') as same,
              pggit.definition('table', 'public.t') = pggit.definition('table', 'public.t', 'HEAD') as defined`,
    );
    expect(rows).toEqual([{ commits: 3, status: 0, ignored: 0, same: true, defined: true }]);
  });
});

async function loginAndRole(client: ClientBase, database: string): Promise<[TestRole, TestRole]> {
  const role = await uniqueRole(client, 'nologin');
  const login = await uniqueRole(client, `login in role ${role.name}`);
  await client.query(`grant create on database ${database} to ${role.name}`);
  return [login, role];
}

async function actors(client: ClientBase): Promise<unknown[]> {
  const { rows } = await client.query(
    `select kind || ' ' || new_identity as object, login_name, role_name from pggit.changes
      where commit_id = (select commit_id from pggit.log() limit 1) order by 1`,
  );
  return rows;
}
