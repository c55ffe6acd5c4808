import { useDatabase } from '@pggit/testing';
import { readHistory } from '@pggit/testing/contract';
import type pg from 'pg';
import { beforeEach, describe, expect, it } from 'vitest';

const db = useDatabase({ per: 'test' });
const CALLED = "'public', 'flyway_schema_history', '2026-11-26 10:00:00'";

/** As Flyway makes it. */
const HISTORY = `create table public.flyway_schema_history (
  installed_rank int not null, version varchar(50), description varchar(200) not null,
  type varchar(20) not null, script varchar(1000) not null, checksum int,
  installed_by varchar(100) not null, installed_on timestamp not null default now(),
  execution_time int not null, success boolean not null)`;

const row = (rank: number, version: string) =>
  `insert into public.flyway_schema_history values
     (${rank}, '${version}', 'd', 'SQL', 'V${version}__d.sql', 1, 'me', default, 1, true)`;

const announce = (session: pg.ClientBase) =>
  session.query(`select pggit.flyway_before_each(${CALLED})`);

describe('the functions that callbacks of Flyway call', () => {
  beforeEach(async () => {
    await db.client.query(HISTORY);
  });

  it('refuse placeholders that Flyway did not replace', async () => {
    const calling = db.client.query(
      `select pggit.flyway_before_each('\${flyway:defaultSchema}', 't', '2026-11-26 10:00:00')`,
    );
    await expect(calling).rejects.toMatchObject({ code: 'PGX06' });
  });

  it('close nothing where this run has begun nothing', async () => {
    await db.client.query(`select pggit.flyway_after_each();
      select pggit.flyway_after_applied(${CALLED}); select pggit.flyway_after_error(${CALLED})`);
    expect(await readHistory(db.client)).toMatchObject({ deployments: [], commits: [] });
  });

  it('step aside for a table that somebody said is no history table', async () => {
    await db.client.query("select pggit.unwatch_history_table('public.flyway_schema_history')");
    await announce(db.client);
    expect((await readHistory(db.client)).deployments).toEqual([]);
  });

  it('give the changes of a migration to its row, which another session commits later', async () => {
    const [main, migration, event] = [await db.connect(), await db.connect(), await db.connect()];
    await main.query(`begin; select max(installed_rank) from public.flyway_schema_history`);
    await migration.query('begin');
    await announce(migration);
    await migration.query('create table public.a (); select pggit.flyway_after_each()');
    await main.query(row(1, '1'));
    await migration.query('commit');
    await main.query('commit');
    await event.query(`select pggit.flyway_after_applied(${CALLED})`);

    const { rows } = await db.client.query('select identity, migration_key from pggit.show()');
    expect(rows).toEqual([{ identity: 'public.a', migration_key: '1' }]);
    const { rows: settings } = await migration.query(
      "select current_setting('pggit.deployment') as a, current_setting('pggit.announced') as b",
    );
    expect(settings).toEqual([{ a: '', b: '' }]);
  });

  it('give nothing to a migration that another session announced', async () => {
    const [migration, other] = [await db.connect(), await db.connect()];
    await announce(migration);
    await other.query(`
      select set_config(name, value, false) from (values
        ('pggit.deployment', (select deployment_id::text from pggit.deployments)),
        ('pggit.announced', (select link_id::text from pggit.announced_migrations))) as s (name, value);
      create table public.stray ()`);
    await migration.query('create table public.a ()');
    await db.client.query(row(1, '1'));
    await db.client.query(`select pggit.flyway_after_applied(${CALLED})`);

    const { rows } = await db.client.query(
      'select identity, migration_key from pggit.show() order by 1',
    );
    expect(rows).toEqual([
      { identity: 'public.a', migration_key: '1' },
      { identity: 'public.stray', migration_key: null },
    ]);
  });
});
