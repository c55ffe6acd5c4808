import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { install, verify } from '@pggit/core';
import { bundledEngine } from '@pggit/core/engine';
import { clientPrograms, isolatedServer, uniqueRole, urlAs, useDatabase } from '@pggit/testing';
import type pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { begin } from '../sql/deployments/session.js';
import { headOf, shown, stateHash, statusOf } from '../sql/history/readback.js';
import { faultsIn } from '../sql/history/soundness.js';
import { columnIds, objectIds } from '../sql/kinds/observer.js';
import { migrate } from '../sql/links/history-table.js';
import { linksOf } from '../sql/links/readback.js';
import { type Readable, readHistory, workSomeWeeks } from '../upgrade/first-release.js';

const programs = await clientPrograms();

/** pg_dump writes it for servers that know it, whatever the server it dumps. */
const UNKNOWN_SETTING = /unrecognized configuration parameter "transaction_timeout"/;

/** What pg_dumpall would bring: the roles belong to the cluster, not to the database. */
const ROLES = `
  create role pggit_reader nologin; create role pggit_deployer nologin in role pggit_reader;
  create role pggit_admin nologin in role pggit_deployer`;

type Restore = (url: string) => Promise<string | undefined>;

interface FirstStatement {
  statement: string;
  shown: string[];
  /** The ids of the columns of accounts.invoices, one of which was dropped and made again. */
  columnIds: Record<string, string>;
}

const COLUMN_IDS = {
  id: 'id',
  order: 'order',
  lines: 'lines',
  gross: 'gross',
  net: 'net',
  during: 'during#2',
};

/** The statement that meets the oids nobody has seen yet. */
const FIRST: Record<
  'renamesColumn' | 'renamesTable' | 'addsColumn' | 'dropsColumn',
  FirstStatement
> = {
  renamesColumn: {
    statement: 'alter table accounts.invoices rename column during to period',
    shown: ['changed table accounts.invoices'],
    columnIds: { ...without('during'), period: 'during#2' },
  },
  renamesTable: {
    statement: 'alter table accounts.invoices rename to bills',
    shown: ['renamed table accounts.bills'],
    columnIds: COLUMN_IDS,
  },
  addsColumn: {
    statement: 'alter table accounts.invoices add column more int',
    shown: ['changed table accounts.invoices'],
    columnIds: { ...COLUMN_IDS, more: 'more' },
  },
  dropsColumn: {
    statement: 'alter table accounts.invoices drop column net',
    shown: ['changed table accounts.invoices'],
    columnIds: without('net'),
  },
};

function without(column: keyof typeof COLUMN_IDS): Record<string, string> {
  return Object.fromEntries(Object.entries(COLUMN_IDS).filter(([name]) => name !== column));
}

describe.skipIf(programs === undefined)('a tracked database that is dumped and restored', () => {
  const source = useDatabase({ engine: false });
  const sameServer = [
    useDatabase({ engine: false }),
    useDatabase({ engine: false }),
    useDatabase({ engine: false }),
  ] as const;
  // A server of its own: there the transactions are counted from the beginning again.
  const freshServer = isolatedServer();
  let folder: string;
  let head: string;
  let before: Readable;
  let hash: string;
  let status: string[];
  let ids: Map<string, string>;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'pggit-dump-'));
    await workSomeWeeks(source, () => install(source.client));
    head = await headOf(source.client);
    const owner = await source.connect();
    await begin(owner, 'still running');
    before = await readHistory(source.client, head);
    hash = await stateHash(source.client);
    status = await statusOf(source.client);
    ids = await objectIds(source.client);
    await programs?.dump(source.url, '--format=custom', `--file=${join(folder, 'custom')}`);
    await programs?.dump(source.url, '--format=plain', `--file=${join(folder, 'plain')}`);
    await (await freshServer.connect()).query(ROLES);
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  const withPgRestore: Restore = async (url) =>
    (await programs?.run('pg_restore', [`--dbname=${url}`, join(folder, 'custom')]))?.stderr;
  const withPsql: Restore = async (url) =>
    (await programs?.run('psql', ['-X', '-q', '-d', url, '-f', join(folder, 'plain')]))?.stderr;

  it('with pg_restore under another name is the database it was, and goes on', async () => {
    const [target] = sameServer;
    expectNoErrors(await withPgRestore(target.url));
    await isTheSame(target.client);
    await goesOn(target.client, FIRST.renamesColumn);
  });

  it('with psql under another name is the database it was, and goes on', async () => {
    const [, target] = sameServer;
    expectNoErrors(await withPsql(target.url));
    await isTheSame(target.client);
    await goesOn(target.client, FIRST.renamesTable);
  });

  it('with pg_restore in a fresh server is the database it was, and goes on', async () => {
    const { url } = await freshServer.createDatabase();
    expectNoErrors(await withPgRestore(url));
    const restored = await freshServer.connect(url);
    await isTheSame(restored);
    await goesOn(restored, FIRST.addsColumn);
  });

  it('with psql in a fresh server is the database it was, and goes on', async () => {
    const { url } = await freshServer.createDatabase();
    expectNoErrors(await withPsql(url));
    const restored = await freshServer.connect(url);
    await isTheSame(restored);
    await goesOn(restored, FIRST.dropsColumn);
  });

  it('in a server without its roles misses only those, and an installation repairs that', async () => {
    const admin = await freshServer.connect();
    const { url } = await freshServer.createDatabase();
    await admin.query('alter role pggit_admin rename to others_admin');
    expect(await withPgRestore(url)).toMatch(/role "pggit_admin" does not exist/);
    const restored = await freshServer.connect(url);
    expect((await verify(restored)).map(({ object }) => object)).toContain('role pggit_admin');
    expect(await install(restored)).toMatchObject({ action: 'upgraded' });
    expect(await headOf(restored)).toBe(head);
    await isTheSame(restored);

    // Bound to its catalog again, it knows whatever the first transaction renames.
    expect((await restored.query('select from pggit.recover_deployments()')).rowCount).toBe(2);
    await restored.query('select pggit.capture()');
    await restored.query(`begin; alter table accounts.invoices rename to bills;
      alter table accounts.bills rename column during to period; commit`);
    expect(await shown(restored)).toEqual(['renamed table accounts.bills']);
    expect(await columnIds(restored, 'accounts.bills')).toMatchObject({ period: 'during#2' });
  });

  it('can be dumped by its owner, who is no superuser', async () => {
    const role = await uniqueRole(source.client);
    await source.client.query(`alter database ${source.name} owner to ${role.name}`);
    await install(source.client, { engine: { ...bundledEngine, checksum: 'for a new owner' } });
    const dump = await programs?.dump(urlAs(source.url, role), '--schema=pggit');
    expect(dump).toContain(head);
  });

  it('without schema pggit is a database that pggit can be installed into', async () => {
    const dump = await programs?.dump(source.url, '--exclude-schema=pggit');
    const [, , target] = sameServer;
    const loaded = await programs?.run('psql', ['-X', '-q', '-d', target.url, '-f', '-'], dump);
    const errors = loaded?.stderr.split('\n').filter((line) => line.includes('ERROR:'));
    for (const error of errors ?? []) {
      if (!UNKNOWN_SETTING.test(error))
        expect(error).toMatch(/"pggit(_\w+_trigger)?" does not exist/);
    }
    expect(await install(target.client)).toMatchObject({ action: 'installed', mode: 'event' });
    expect(await verify(target.client)).toEqual([]);
    expect(await stateHash(target.client)).toBe(await stateHash(target.client, 'HEAD'));
    await migrate(target.client, '007_anew', 'create table app.anew ()');
    expect(await linksOf(target.client)).toMatchObject([{ key: '007_anew' }]);
  });

  it('goes on as it was itself', async () => {
    const { rows } = await source.client.query('select name from pggit.recover_deployments()');
    expect(rows).toEqual([{ name: '2026-05 interrupted' }]);
    await goesOn(source.client, FIRST.renamesColumn, []);
  });

  function expectNoErrors(stderr = ''): void {
    const errors = stderr.split('\n').filter((line) => /error:|ERROR:/.test(line));
    expect(errors.filter((line) => !UNKNOWN_SETTING.test(line))).toEqual([]);
  }

  async function isTheSame(restored: pg.Client): Promise<void> {
    expect(await verify(restored)).toEqual([]);
    expect(await readHistory(restored, head)).toEqual(before);
    expect(await stateHash(restored)).toBe(hash);
    expect(await statusOf(restored)).toEqual(status);
  }

  async function goesOn(
    database: pg.Client,
    first: FirstStatement,
    orphans = ['2026-05 interrupted', 'still running'],
  ): Promise<void> {
    await migrate(database, '007_first', first.statement);
    expect(await shown(database)).toEqual(first.shown);
    const [invoices] = first.shown.slice(-1).map((line) => line.split(' ').at(-1) ?? '');
    expect(await columnIds(database, invoices ?? '')).toEqual(first.columnIds);
    expect((await linksOf(database)).at(-1)).toMatchObject({
      key: '007_first',
      commit: await headOf(database),
    });
    const now = await objectIds(database);
    for (const [object, id] of ids) {
      if (!object.includes('invoices')) expect([object, now.get(object)]).toEqual([object, id]);
    }
    expect([...now.values()].sort()).toEqual([...ids.values()].sort());
    await database.query('drop function app.total_of(int, date)');
    expect(await shown(database)).toEqual(['removed function app.total_of(integer, date)']);

    // An owner is a session of this database, not of the one that was dumped.
    const { rows } = await database.query('select name from pggit.recover_deployments()');
    expect(rows.map(({ name }) => name)).toEqual(orphans);
    await database.query('select pggit.capture()');
    expect((await faultsIn(database)).filter((fault) => !/unmodelled/.test(fault))).toEqual([]);
  }
});
