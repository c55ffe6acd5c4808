import { useDatabase } from '@pggit/testing';
import { describe, expect, it } from 'vitest';
import { failing, nameOf, table, writeMigrations } from './migrations.js';
import { useProject } from './project.js';
import { notices, QUIET } from './quiet.js';
import { appliedIn, changesOf, heldLocks, readHistory } from './readback.js';
import { VERSIONS } from './versions.js';

const TWO_AND_A_FAILING_THIRD = {
  orders: table('orders'),
  lines: table('lines'),
  bad: failing('bad'),
};
const REPAIRED = { ...TWO_AND_A_FAILING_THIRD, bad: table('bad') };

describe.each(VERSIONS)('node-pg-migrate $version: a failing run', (version) => {
  const project = useProject(version);
  const db = useDatabase({ per: 'test' });

  for (const singleTransaction of [true, false, undefined]) {
    for (const connection of ['dbClient', 'databaseUrl'] as const) {
      it(`records what landed and can be repeated: singleTransaction ${singleTransaction}, ${connection}`, async () => {
        const dir = await writeMigrations(project.directory, TWO_AND_A_FAILING_THIRD);
        const other = await db.connect();
        const { lines, onNotice } = notices();
        const options = {
          ...QUIET,
          dir,
          ...(connection === 'dbClient' ? { dbClient: db.client } : { databaseUrl: db.url }),
          ...(singleTransaction !== undefined && { singleTransaction }),
          pggit: { onNotice },
        };
        const landed = singleTransaction ? [] : [nameOf(0, 'orders'), nameOf(1, 'lines')];

        await expect(project.runner(options)).rejects.toMatchObject({ code: '22012' });

        expect(await appliedIn(other)).toEqual(landed);
        const first = await readHistory(other);
        expect(first.links.map(({ key }) => key)).toEqual(landed);
        if (singleTransaction) {
          expect(first.deployments).toEqual([]);
          expect(lines).toEqual([]);
        } else {
          expect(first.deployments).toMatchObject([
            { status: 'failed', reason: 'division by zero', commit: first.commits[0]?.id },
          ]);
          expect(await changesOf(other, first.commits[0]?.id ?? null)).toEqual(
            expect.arrayContaining(['added table public.lines', 'added table public.orders']),
          );
          expect(lines).toEqual([expect.stringMatching(/failed; what had landed is recorded: /)]);
        }

        // In a folder of its own: the modules of the first one are loaded.
        const repaired = await writeMigrations(project.directory, REPAIRED);
        await project.runner({ ...options, dir: repaired });

        const second = await readHistory(other);
        expect(second.deployments.at(-1)).toMatchObject({ status: 'completed' });
        expect(second.links.at(-1)).toMatchObject({
          key: nameOf(2, 'bad'),
          commit: second.commits.at(-1)?.id,
        });
        expect(second.links).toHaveLength(3);
      });
    }

    it(`gives the client back usable, without the lock: singleTransaction ${singleTransaction}`, async () => {
      const dir = await writeMigrations(project.directory, TWO_AND_A_FAILING_THIRD);
      const other = await db.connect();

      await project
        .runner({
          ...QUIET,
          dir,
          dbClient: db.client,
          ...(singleTransaction !== undefined && { singleTransaction }),
          pggit: notices(),
        })
        .catch(() => {});

      expect((await db.client.query('select 1 as one')).rows).toEqual([{ one: 1 }]);
      expect(db.client).toMatchObject({ _txStatus: 'I' });
      expect(await heldLocks(other)).toBe(0);
      const { rows } = await db.client.query('select pggit.current_deployment() as id');
      expect(rows).toEqual([{ id: null }]);
    });
  }

  it('rethrows the very object a migration threw', async () => {
    const dir = await writeMigrations(project.directory, {
      orders: table('orders'),
      bad: { up: 'throw globalThis.thrownByMigration' },
    });
    const thrown = new Error('stop here');
    Object.assign(globalThis, { thrownByMigration: thrown });

    const run = project.runner({ ...QUIET, dir, dbClient: db.client, pggit: notices() });

    await expect(run).rejects.toBe(thrown);
  });

  it('gives back only the lock that the runner took: the caller keeps his own', async () => {
    const dir = await writeMigrations(project.directory, TWO_AND_A_FAILING_THIRD);
    const other = await db.connect();
    await db.client.query('select pg_advisory_lock(7241865325823964)');

    await project.runner({ ...QUIET, dir, dbClient: db.client, pggit: notices() }).catch(() => {});

    expect(await heldLocks(other)).toBe(1);
    await db.client.query('select pg_advisory_unlock(7241865325823964)');
    expect(await heldLocks(other)).toBe(0);
  });

  it("that could not take the lock leaves no deployment and nobody else's lock", async () => {
    const dir = await writeMigrations(project.directory, { orders: table('orders') });
    const other = await db.connect();
    await other.query('select pg_advisory_lock(7241865325823964)');
    const { lines, onNotice } = notices();

    await expect(
      project.runner({ ...QUIET, dir, dbClient: db.client, pggit: { onNotice } }),
    ).rejects.toThrow(/Another migration is already running/);

    expect((await readHistory(other)).deployments).toEqual([]);
    expect(await heldLocks(other)).toBe(1);
    expect(lines).toEqual([]);
  });

  it('inside a transaction of the caller leaves that transaction to him', async () => {
    const dir = await writeMigrations(project.directory, { bad: failing('bad') });
    const other = await db.connect();
    await db.client.query('begin');
    const { lines, onNotice } = notices();

    await expect(
      project.runner({ ...QUIET, dir, dbClient: db.client, pggit: { onNotice } }),
    ).rejects.toMatchObject({ code: '22012' });

    expect(db.client).toMatchObject({ _txStatus: 'E' });
    await db.client.query('rollback');
    expect((await readHistory(other)).deployments).toEqual([]);
    expect(lines).toEqual([]);
  });

  it("whose connection died rejects with the tool's error and says that the end is missing", async () => {
    const dir = await writeMigrations(project.directory, {
      orders: table('orders'),
      killed: { up: "pgm.sql('select pg_terminate_backend(pg_backend_pid())')" },
    });
    const other = await db.connect();
    const { lines, onNotice } = notices();

    await expect(
      project.runner({ ...QUIET, dir, databaseUrl: db.url, pggit: { onNotice } }),
    ).rejects.toMatchObject({ code: '57P01' });

    expect(lines).toEqual([
      expect.stringMatching(/^the deployment could not be closed, the next run will: /),
    ]);
    const { deployments, links } = await readHistory(other);
    expect(deployments).toMatchObject([{ status: 'open' }]);
    expect(links).toMatchObject([{ key: nameOf(0, 'orders'), commit: null }]);
  });
});
