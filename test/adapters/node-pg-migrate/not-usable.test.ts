import { uniqueRole, useDatabase } from '@pggit/testing';
import { describe, expect, it } from 'vitest';
import { failing, nameOf, table, writeMigrations } from './migrations.js';
import { useProject } from './project.js';
import { notices, QUIET } from './quiet.js';
import { appliedIn, heldLocks, readHistory } from './readback.js';
import { VERSIONS } from './versions.js';

const NOT_INSTALLED = 'pggit is not installed in this database; this run is not recorded';
const NO_RIGHTS = 'this role has no rights on pggit; this run is not recorded';

describe.each(VERSIONS)('node-pg-migrate $version: without pggit in the database', (version) => {
  const project = useProject(version);
  const db = useDatabase({ engine: false, per: 'test' });

  it('a run says so once and migrates', async () => {
    const dir = await writeMigrations(project.directory, {
      orders: table('orders'),
      lines: table('lines'),
    });
    const { lines, onNotice } = notices();

    const ran = await project.runner({ ...QUIET, dir, databaseUrl: db.url, pggit: { onNotice } });

    expect(ran).toHaveLength(2);
    expect(await appliedIn(db.client)).toEqual([nameOf(0, 'orders'), nameOf(1, 'lines')]);
    expect(lines).toEqual([NOT_INSTALLED]);
  });

  it('a failing run still gives the client back usable', async () => {
    const dir = await writeMigrations(project.directory, { bad: failing('bad') });
    const other = await db.connect();

    await expect(
      project.runner({ ...QUIET, dir, dbClient: db.client, pggit: notices() }),
    ).rejects.toMatchObject({ code: '22012' });

    expect((await db.client.query('select 1 as one')).rows).toEqual([{ one: 1 }]);
    expect(await heldLocks(other)).toBe(0);
  });

  it('required: true is an error before anything ran', async () => {
    const dir = await writeMigrations(project.directory, { orders: table('orders') });
    const { lines, onNotice } = notices();

    await expect(
      project.runner({ ...QUIET, dir, databaseUrl: db.url, pggit: { required: true, onNotice } }),
    ).rejects.toMatchObject({ name: 'NotInstalledError', code: 'not_installed' });

    const { rows } = await db.client.query(
      "select to_regclass('public.pgmigrations') as history, to_regclass('public.orders') as orders",
    );
    expect(rows).toEqual([{ history: null, orders: null }]);
    expect(lines).toEqual([]);
  });
});

describe.each(VERSIONS)('node-pg-migrate $version: a role without rights on pggit', (version) => {
  const project = useProject(version);
  const db = useDatabase({ per: 'test' });

  const connect = async () => {
    const { name, password } = await uniqueRole(db.client);
    await db.client.query(`grant create on schema public to ${name}`);
    return db.connect({ user: name, password });
  };

  it('migrates after one warning, and the engine records it by itself', async () => {
    const dir = await writeMigrations(project.directory, { orders: table('orders') });
    const { lines, onNotice } = notices();

    await project.runner({ ...QUIET, dir, dbClient: await connect(), pggit: { onNotice } });

    expect(lines).toEqual([NO_RIGHTS]);
    const { deployments, links, commits } = await readHistory(db.client);
    expect(deployments).toEqual([]);
    expect(links).toMatchObject([{ key: nameOf(0, 'orders'), commit: commits.at(-1)?.id }]);
  });

  it('is refused with required: true', async () => {
    const dir = await writeMigrations(project.directory, { orders: table('orders') });

    const run = project.runner({
      ...QUIET,
      dir,
      dbClient: await connect(),
      pggit: { ...notices(), required: true },
    });

    await expect(run).rejects.toMatchObject({ name: 'NotUsableError', code: 'not_usable' });
    const { rows } = await db.client.query("select to_regclass('public.orders') as orders");
    expect(rows).toEqual([{ orders: null }]);
  });
});
