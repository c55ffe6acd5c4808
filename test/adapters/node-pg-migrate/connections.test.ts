import { uniqueRole, useDatabase } from '@pggit/testing';
import { describe, expect, it } from 'vitest';
import { table, writeMigrations } from './migrations.js';
import { useProject } from './project.js';
import { notices, QUIET } from './quiet.js';
import { readHistory } from './readback.js';
import { VERSIONS } from './versions.js';

describe.each(VERSIONS)('node-pg-migrate $version: the connection of a run', (version) => {
  const project = useProject(version);
  const db = useDatabase({ per: 'test' });
  const migrations = () => writeMigrations(project.directory, { orders: table('orders') });

  it('is never a pool', async () => {
    const pool = db.pool();
    const dir = await migrations();

    const run = project.runner({ ...QUIET, dir, dbClient: pool as never, pggit: notices() });

    await expect(run).rejects.toMatchObject({
      name: 'PoolAsClientError',
      code: 'pool_as_client',
      hint: expect.stringContaining('pool.connect()'),
    });
    expect(pool.totalCount).toBe(0);
  });

  it('may be a client checked out of a pool, which goes back clean', async () => {
    const pool = db.pool({ max: 1 });
    const client = await pool.connect();

    await project.runner({
      ...QUIET,
      dir: await migrations(),
      dbClient: client,
      pggit: notices(),
    });
    client.release();

    const { rows } = await pool.query('select pggit.current_deployment() as id');
    expect(rows).toEqual([{ id: null }]);
    expect((await readHistory(db.client)).links).toHaveLength(1);
  });

  it('may be anything with a query', async () => {
    const query = (text: string, values?: unknown[]) => db.client.query(text, values);

    await project.runner({
      ...QUIET,
      dir: await migrations(),
      dbClient: { query } as never,
      pggit: notices(),
    });

    expect((await readHistory(db.client)).deployments).toMatchObject([{ status: 'completed' }]);
  });

  it('of the caller stays open, our own is closed', async () => {
    const other = await db.connect();
    const options = { application_name: 'shop migrations' };
    const dir = await migrations();

    await project.runner({ ...QUIET, dir, dbClient: db.client, pggit: notices() });
    await project.runner({
      ...QUIET,
      dir,
      databaseUrl: { connectionString: db.url, ...options },
      pggit: notices(),
    });

    await expect(db.client.query('select 1')).resolves.toBeDefined();
    await expect
      .poll(async () => {
        const { rows } = await other.query(
          'select count(*)::int as n from pg_stat_activity where application_name = $1',
          [options.application_name],
        );
        return rows[0].n;
      })
      .toBe(0);
  });

  it("that cannot be opened fails as the tool's own does", async () => {
    const errors: string[] = [];
    const logger = { ...QUIET.logger, error: (line: string) => errors.push(line) };
    const options = {
      ...QUIET,
      dir: await migrations(),
      databaseUrl: 'postgres://nobody@127.0.0.1:1/nowhere',
      logger,
    };

    const stock = await project.stock(options).catch((error) => error);
    const ours = await project.runner(options).catch((error) => error);

    expect(ours).toMatchObject({ code: stock.code, message: stock.message });
    expect(errors.map((line) => line.split('\n')[0])).toEqual([
      expect.stringMatching(/^could not connect to postgres: /),
      expect.stringMatching(/^could not connect to postgres: /),
    ]);
    expect(errors[1]?.split('\n')[0]).toBe(errors[0]?.split('\n')[0]);
  });

  it('left in another role by a migration is recorded as the role that began', async () => {
    const other = await db.connect();
    const { name: role } = await uniqueRole(db.client, 'nologin');
    const dir = await writeMigrations(project.directory, {
      first: table('first'),
      owned: { up: `pgm.sql('set role ${role}'); pgm.createTable('owned', { id: 'id' })` },
    });
    const run = { ...QUIET, dir, count: 1, dbClient: db.client, pggit: notices() };
    await project.runner(run);
    await db.client.query(`grant create on schema public to ${role};
      grant all on all tables in schema public to ${role};
      grant all on all sequences in schema public to ${role}`);

    await project.runner(run);

    expect((await readHistory(other)).deployments.at(-1)).toMatchObject({ status: 'completed' });
    const { rows } = await db.client.query('select current_user as name');
    expect(rows).toEqual([{ name: role }]);
  });

  it.each(['reset all', 'discard all'])(
    'that a migration told to %s is found again',
    async (sql) => {
      const other = await db.connect();
      const dir = await writeMigrations(project.directory, {
        orders: table('orders'),
        forget: { up: `pgm.noTransaction(); pgm.sql('${sql}')` },
      });

      await project.runner({ ...QUIET, dir, databaseUrl: db.url, pggit: notices() });

      const { deployments } = await readHistory(other);
      expect(deployments).toMatchObject([{ status: 'completed' }]);
    },
  );
});
