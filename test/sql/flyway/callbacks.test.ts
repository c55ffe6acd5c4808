import { callbackSql } from '@pggit/flyway';
import { uniqueRole, useDatabase } from '@pggit/testing';
import { readHistory } from '@pggit/testing/contract';
import { beforeEach, describe, expect, it } from 'vitest';
import { kill, warningsOf } from '../deployments/session.js';
import { announce, CALLED, HISTORY, row } from './run.js';

const db = useDatabase({ per: 'test' });

describe('the functions that callbacks of Flyway call', () => {
  beforeEach(async () => {
    await db.client.query(HISTORY);
  });

  it('refuse placeholders that Flyway did not replace', async () => {
    const calling = db.client.query(
      `select pggit.flyway_before_each('\${flyway:defaultSchema}', 't', '2026-11-26 10:00:00')`,
    );
    await expect(calling).rejects.toMatchObject({
      code: 'PGX06',
      hint: expect.stringContaining('Leave placeholderReplacement on'),
      where: expect.not.stringContaining('did not replace'),
    });
  });

  it('warn the role that a session has taken of the rights that this role lacks', async () => {
    const role = await uniqueRole(db.client);
    await db.client.query(`grant pggit_reader to ${role.name}; set role ${role.name}`);
    const warnings = warningsOf(db.client);
    for (const text of [
      `select pggit.flyway_before_each(${CALLED})`,
      // As it is for a role that may not even read.
      `reset role; revoke pggit_reader from ${role.name}; reset pggit.warned_of_rights;
       set role ${role.name}; ${callbackSql('beforeEachMigrate')}`,
    ]) {
      await db.client.query(text);
      expect(warnings.splice(0)).toEqual([
        {
          message: expect.stringContaining('its migrations are recorded, this run is not'),
          hint: `Ask the owner of pggit for: grant pggit_deployer to ${role.name}`,
        },
      ]);
    }
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
    const { links, deployments } = await readHistory(db.client);
    expect(links).toMatchObject([{ key: '1', deployment: deployments[0]?.id, commit: null }]);
    await event.query(`select pggit.flyway_after_applied(${CALLED})`);

    const { rows } = await db.client.query('select identity, migration_key from pggit.show()');
    expect(rows).toEqual([{ identity: 'public.a', migration_key: '1' }]);
    const { rows: settings } = await migration.query(
      "select current_setting('pggit.deployment') as a, current_setting('pggit.announced') as b",
    );
    expect(settings).toEqual([{ a: '', b: '' }]);
  });

  it.each(['applied', 'error'])('know a run in sessions that quote all names: %s', async (end) => {
    const quoting = { options: '-c quote_all_identifiers=on' };
    const [migration, event] = [await db.connect(quoting), await db.connect(quoting)];
    await announce(migration);
    await migration.query('create table public.a (); select pggit.flyway_after_each()');
    await db.client.query(row(1, '1'));
    await event.query(`select pggit.flyway_after_${end}(${CALLED})`);
    const { rows } = await db.client.query('select status from pggit.deployments');
    expect(rows).toEqual([{ status: expect.not.stringMatching('open') }]);
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

  it('leave no trace of a migration whose row never came in its changes', async () => {
    const [main, migration] = [await db.connect(), await db.connect()];
    await main.query('begin; select from public.flyway_schema_history');
    await migration.query('begin');
    await announce(migration);
    await migration.query('create table public.a (); select pggit.flyway_after_each()');
    await main.query(row(1, '1'));
    await migration.query('commit');
    await main.query('rollback');
    await kill(migration, db.client);

    await db.client.query('select pggit.recover_deployments()');
    expect(await readHistory(db.client)).toMatchObject({
      deployments: [{ status: 'interrupted' }],
      links: [],
    });
    const { rows } = await db.client.query(
      `select new_identity, link_id from pggit.changes where deployment_id is not null
       union all select 'announced', link_id from pggit.announced_migrations`,
    );
    expect(rows).toEqual([{ new_identity: 'public.a', link_id: null }]);
  });

  it('link the rows of a table that had no trigger when they were written, and give it one', async () => {
    await db.client.query('drop trigger zz_pggit_link on public.flyway_schema_history');
    const migration = await db.connect();
    await migration.query('begin');
    await announce(migration);
    await migration.query('create table public.a (); select pggit.flyway_after_each()');
    await migration.query('commit');
    await db.client.query(row(1, '1'));
    await db.client.query(`select pggit.flyway_after_applied(${CALLED})`);

    const { rows } = await db.client.query('select identity, migration_key from pggit.show()');
    expect(rows).toEqual([{ identity: 'public.a', migration_key: '1' }]);
    const { rows: tables } = await db.client.query('select attached from pggit.history_tables');
    expect(tables).toEqual([{ attached: true }]);
  });

  it('end a run without waiting for who has locked its history table', async () => {
    await db.client.query('drop trigger zz_pggit_link on public.flyway_schema_history');
    const [migration, holder, event] = [await db.connect(), await db.connect(), await db.connect()];
    await announce(migration);
    await migration.query('create table public.a ()');
    await db.client.query(row(1, '1'));
    await holder.query('begin; lock table public.flyway_schema_history');
    await event.query("set statement_timeout = '5s'");
    await event.query(`select pggit.flyway_after_applied(${CALLED})`);

    expect((await readHistory(db.client)).deployments).toMatchObject([{ status: 'completed' }]);
    await holder.query('rollback');
  });

  it('end a run without an error that pggit.on_error would make of a failure', async () => {
    const migration = await db.connect();
    await announce(migration);
    await migration.query('create table public.a (); select pggit.flyway_after_each()');
    await db.client.query(row(1, '1'));
    await db.client.query('alter table pggit.commits rename column message to words');
    const event = await db.connect();
    await event.query("set pggit.on_error = 'raise'");
    const warnings = warningsOf(event);
    await event.query(`select pggit.flyway_after_applied(${CALLED})`);

    expect(warnings).toMatchObject([{ message: expect.stringMatching('could not record') }]);
    const { rows } = await event.query("select current_setting('pggit.on_error') as now");
    expect(rows).toEqual([{ now: 'raise' }]);
  });

  it('leave a serializable run open while another transaction of that kind is recorded', async () => {
    const [migration, other, event] = [await db.connect(), await db.connect(), await db.connect()];
    await announce(migration);
    await migration.query('create table public.a (); select pggit.flyway_after_each()');
    await db.client.query(row(1, '1'));
    await other.query(`begin isolation level serializable;
      create table public.b (); set constraints all immediate`);
    await event.query("set default_transaction_isolation = 'serializable'");
    const warnings = warningsOf(event);
    await event.query(`select pggit.flyway_after_applied(${CALLED})`);
    await other.query('commit');

    expect(warnings).toMatchObject([
      { message: expect.stringContaining('other serializable transactions are being recorded') },
    ]);
    await event.query(`select pggit.flyway_after_applied(${CALLED})`);
    expect((await readHistory(db.client)).deployments).toMatchObject([{ status: 'completed' }]);
  });

  describe('of two runs that share their second, login and host', () => {
    const end = () => db.client.query(`select pggit.flyway_after_applied(${CALLED})`);
    const tables = async () => {
      const { rows } = await db.client.query(
        `select d.status, c.new_identity as made from pggit.deployments d
           join pggit.changes c using (deployment_id) order by d.started_at`,
      );
      return rows;
    };

    it('end that of the one which is not at work', async () => {
      const [idle, busy] = [await db.connect(), await db.connect()];
      await announce(busy);
      await busy.query('create table public.busy ()');
      await busy.query('begin');
      await announce(idle);
      await idle.query('create table public.idle ()');

      await end();
      expect(await tables()).toEqual([
        { status: 'open', made: 'public.busy' },
        { status: 'completed', made: 'public.idle' },
      ]);
      await busy.query('commit');
      await end();
      expect(await tables()).toMatchObject([{ status: 'completed' }, { status: 'completed' }]);
    });

    it('end that of the one which ran last, while the other waits for its turn', async () => {
      const [waiting, done] = [await db.connect(), await db.connect()];
      for (const [session, table] of [
        [waiting, 'waiting'],
        [done, 'done'],
      ] as const) {
        await announce(session);
        await session.query(`create table public.${table} ()`);
        await session.query('select pggit.flyway_after_each()');
      }

      await end();
      expect(await tables()).toEqual([
        { status: 'open', made: 'public.waiting' },
        { status: 'completed', made: 'public.done' },
      ]);
      await announce(waiting);
      await waiting.query('create table public.afterwards ()');
      await end();
      expect(await tables()).toEqual([
        { status: 'completed', made: 'public.waiting' },
        { status: 'completed', made: 'public.afterwards' },
        { status: 'completed', made: 'public.done' },
      ]);
    });
  });

  it('join a deployment that commits as it goes', async () => {
    const [owner, migration] = [await db.connect(), await db.connect()];
    const { rows: begun } = await owner.query("select pggit.begin_deployment('night', true) as id");
    await migration.query(`set pggit.deployment = '${begun[0]?.id}'`);
    for (const version of [1, 2]) {
      await migration.query('begin');
      await announce(migration);
      await migration.query(`create table public.t${version} (); select pggit.flyway_after_each()`);
      await migration.query('commit');
      await db.client.query(row(version, String(version)));
    }
    const { links, commits, deployments } = await readHistory(db.client);
    expect(deployments).toMatchObject([{ name: 'night', status: 'open' }]);
    expect(links.map(({ key, commit }) => [key, commit])).toEqual([
      ['1', commits[0]?.id],
      ['2', commits[1]?.id],
    ]);
    await owner.query('select pggit.end_deployment()');
    expect((await readHistory(db.client)).links).toEqual(links);
  });
});

describe('a row of a migration that nobody announced', () => {
  it.each([
    ['gives it what the only other session of Flyway has committed', false, '1'],
    ['takes nothing where another session of that login was at work as well', true, null],
  ])('%s', async (_, isDisturbed, key) => {
    await db.client.query(HISTORY);
    const connect = () => db.connect({ application_name: 'PostgreSQL JDBC Driver' });
    const main = await connect();
    const [migration, stranger] = [await connect(), await connect()];
    await main.query('begin');
    await main.query('select max(installed_rank) from public.flyway_schema_history');
    await migration.query('begin');
    await migration.query('create table public.a ()');
    if (isDisturbed) await stranger.query('create table public.strange ()');
    await main.query(row(1, '1'));
    await migration.query('commit');
    await main.query('commit');

    const { rows } = await db.client.query(
      `select e.migration_key as key from pggit.changes c
         left join pggit.external_migrations e using (link_id) where c.new_identity = 'public.a'`,
    );
    expect(rows).toEqual([{ key }]);
    expect((await readHistory(db.client)).links).toHaveLength(1);
  });
});

describe('a row that takes a migration of Flyway back', () => {
  const undo = row(2, '1').replace("'SQL'", "'UNDO_SQL'");

  it('reverts its link, and a later one is another run', async () => {
    await db.client.query(HISTORY);
    await db.client.query(`create table public.a (); ${row(1, '1')}`);
    await db.client.query(`drop table public.a; ${undo}`);
    await db.client.query(`create table public.a (); ${row(3, '1')}`);

    const { links, commits } = await readHistory(db.client);
    expect(links).toMatchObject([
      { key: '1', run: 1, direction: 'up', reverted: true, commit: commits[0]?.id },
      { key: '1', run: 1, direction: 'down', reverted: false, commit: commits[1]?.id },
      { key: '1', run: 2, direction: 'up', reverted: false, commit: commits[2]?.id },
    ]);
  });

  it('is seen by a backfill', async () => {
    await db.client.query(
      `set pggit.tracking = 'off'; ${HISTORY}; ${row(1, '1')}; ${row(4, '4')}; ${undo}`,
    );
    await db.client.query('reset pggit.tracking');
    await db.client.query(
      "select pggit.watch_history_table('public.flyway_schema_history', 'flyway')",
    );

    await db.client.query('select pggit.backfill_links()');

    const { links } = await readHistory(db.client);
    expect(links).toMatchObject([
      { key: '1', reverted: true },
      { key: '4', reverted: false },
    ]);
  });
});
