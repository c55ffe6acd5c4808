import { useDatabase } from '@pggit/testing';
import { authorsOf, leftOver, readHistory } from '@pggit/testing/contract';
import { describe, expect, it } from 'vitest';
import { kill, warningsOf } from '../deployments/session.js';
import { LiquibaseSession } from './liquibase-session.js';

describe.each(['repeatable read', 'serializable'])('a run whose sessions are %s', (level) => {
  const db = useDatabase({ per: 'test' });
  const connect = async () => {
    const session = await db.connect();
    await session.query(`set default_transaction_isolation = '${level}'`);
    return session;
  };

  it('is a deployment as any other, also beside others', async () => {
    const tool = new LiquibaseSession(await connect());
    const other = await connect();
    await tool.createTables();
    const warnings = warningsOf(tool.session);
    await tool.lock();
    for (const id of ['1', '2', '3']) {
      await tool.changeset(id, `create table public.a${id} (id int)`);
      await other.query(`create table public.other${id} (id int)`);
    }
    await tool.release();
    expect(warnings).toEqual([]);
    const { deployments, commits, links } = await readHistory(db.client);
    expect(deployments).toMatchObject([{ status: 'completed' }]);
    const own = commits.find(({ deployment }) => deployment === deployments[0]?.id);
    expect(links.map(({ commit }) => commit)).toEqual([own?.id, own?.id, own?.id]);
    expect(await authorsOf(db.client, own?.id ?? null)).toEqual({
      'public.a1': 'log.sql::1::me',
      'public.a2': 'log.sql::2::me',
      'public.a3': 'log.sql::3::me',
    });
    expect(await leftOver(db.client)).toEqual([]);
  });

  it('gives its lock back while another transaction of that kind is being recorded', async () => {
    const tool = new LiquibaseSession(await connect());
    await tool.createTables();
    const other = await connect();
    await tool.lock();
    await tool.changeset('1', 'create table public.a (id int)');
    await other.query('begin; create table public.b (id int); set constraints all immediate');
    await tool.release();
    const { rows } = await db.client.query('select locked from databasechangeloglock');
    expect(rows).toEqual([{ locked: false }]);
    await other.query('commit');
    // What could not be ended then is closed once the session is gone; what only lacks its commit gets
    // it from whoever commits next.
    await kill(tool.session, db.client);
    await db.client.query('select pggit.recover_deployments()');
    await db.client.query('create table public.next ()');
    expect(await leftOver(db.client)).toEqual([]);
  });

  it('may drop its lock while another transaction of that kind is being recorded', async () => {
    const tool = new LiquibaseSession(await connect());
    await tool.createTables();
    const other = await connect();
    await tool.lock();
    await tool.changeset('1', 'create table public.a (id int)');
    await other.query('begin; create table public.b (id int); set constraints all immediate');
    await tool.query('drop table public.databasechangeloglock');
    await other.query('commit');
    const { rows } = await db.client.query(
      "select to_regclass('public.databasechangeloglock') as lock, to_regclass('public.b') is not null as made",
    );
    expect(rows).toEqual([{ lock: null, made: true }]);
    await kill(tool.session, db.client);
    await db.client.query('select pggit.recover_deployments()');
    await db.client.query('create table public.next ()');
    expect(await leftOver(db.client)).toEqual([]);
  });
});
