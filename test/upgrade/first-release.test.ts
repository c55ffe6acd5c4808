import { createHash } from 'node:crypto';
import { type InstallReport, install, uninstall, verify } from '@pggit/core';
import { bundledEngine } from '@pggit/core/engine';
import { useDatabase } from '@pggit/testing';
import type { ClientBase } from 'pg';
import { beforeAll, describe, expect, it } from 'vitest';
import { begin, end } from '../sql/deployments/session.js';
import { commitsOf, headOf, shown, statusOf } from '../sql/history/readback.js';
import { faultsIn } from '../sql/history/soundness.js';
import { columnIds, objectIds } from '../sql/kinds/observer.js';
import { migrate } from '../sql/links/history-table.js';
import { linksOf } from '../sql/links/readback.js';
import { firstRelease, installFirstRelease, type Readable, readHistory } from './first-release.js';

const DRIFT = ['drift changed table app.orders', 'drift added table public.unseen'];
const STAGED = ['staged added index app.landed_pkey', 'staged added table app.landed'];

/**
 * Faults, without the objects of kinds that are still not modelled (the fixture has one of each), and
 * without the two commits of deployments that overlapped: the first release did not yet take along what
 * they built on.
 */
const faultsOf = async (other: ClientBase) => {
  const overlapping = (await commitsOf(other))
    .filter(({ message }) => message === 'One' || message === 'Two')
    .map(({ id }) => `commit ${id} changes table app.`);
  return (await faultsIn(other)).filter(
    (fault) => ![...overlapping, 'status: unmodelled'].some((start) => fault.startsWith(start)),
  );
};

/** What is staged and what is drift. */
const unrecorded = async (other: ClientBase) =>
  (await statusOf(other)).filter((line) => !line.startsWith('unmodelled'));

describe('the released schema', () => {
  it('has the files it was released with, unchanged', async () => {
    const released: Record<string, string> = JSON.parse(await firstRelease('checksums.json'));
    const bundled = bundledEngine.migrations.map(({ name, sql, checksum }) => {
      expect(checksum, name).toBe(createHash('sha256').update(sql).digest('hex'));
      return [name, checksum];
    });
    expect(Object.fromEntries(bundled)).toMatchObject(released);
    expect(bundled.slice(0, 4).map(([name]) => name)).toEqual(Object.keys(released));
  });
});

describe('an upgrade from the first release, by twenty clients at once', () => {
  const db = useDatabase({ engine: false });
  let reports: InstallReport[];
  let head: string;
  let before: Readable;
  let ids: Map<string, string>;

  beforeAll(async () => {
    await installFirstRelease(db);
    expect(await unrecorded(db.client)).toEqual([...STAGED, ...DRIFT]);
    head = await headOf(db.client);
    before = await readHistory(db.client, head);
    ids = await objectIds(db.client);
    const clients = await Promise.all(Array.from({ length: 20 }, () => db.connect()));
    reports = await Promise.all(clients.map((client) => install(client)));
  });

  it('happens once and ends with a sound engine', async () => {
    const upgraded = reports.filter(({ action }) => action !== 'unchanged');
    expect(upgraded).toMatchObject([
      {
        action: 'upgraded',
        previousVersion: '0.1.0',
        engineVersion: bundledEngine.version,
        mode: 'event',
        migrations: bundledEngine.migrations.slice(4).map(({ name }) => name),
      },
    ]);
    expect(reports).toHaveLength(20);
    expect(await verify(db.client)).toEqual([]);
  });

  it('leaves every commit, deployment, link and tag readable as it was', async () => {
    expect(before.commits).toHaveLength(16);
    expect(before.definitions.length).toBeGreaterThan(300);
    expect(await readHistory(db.client, head)).toEqual(before);
  });

  it('counts in the log what show lists, which the first release did not where it was changed back', async () => {
    const { rows } = await db.client.query(
      `select message from pggit.log($1) l
       where changes <> (select count(*) from pggit.show(l.commit_id::text))`,
      [head],
    );
    expect(rows).toEqual([]);
  });

  it('stores definitions as a new installation does: compressed, and in line', async () => {
    const { rows } = await db.client.query(
      `select count(*) filter (where length(definition) >= 300
                and pg_column_compression(definition) is null)::int as bare,
              pg_relation_size((select reltoastrelid from pg_class
                where oid = 'pggit.blobs'::regclass))::int as "out of line"
         from pggit.blobs`,
    );
    expect(rows).toEqual([{ bare: 0, 'out of line': 0 }]);
  });

  it('commits what only the newer engine sees, and leaves drift to be drift', async () => {
    const newer = (await commitsOf(db.client)).slice(15);
    expect(newer).toMatchObject([{ message: expect.stringMatching(/^upgrade: /) }]);
    expect(await shown(db.client)).toEqual(
      expect.arrayContaining([
        'added aggregate app.product(numeric)',
        'added policy visible on public.customers',
      ]),
    );
    expect(await unrecorded(db.client)).toEqual([...STAGED, ...DRIFT]);
  });

  it('lets the interrupted deployment be closed, and drift be adopted', async () => {
    await db.client.query('select * from pggit.recover_deployments()');
    expect(await shown(db.client)).toEqual([
      'added index app.landed_pkey',
      'added table app.landed',
    ]);
    const links = await linksOf(db.client);
    expect(links.at(-1)).toMatchObject({ key: '006_landed', commit: await headOf(db.client) });
    await db.client.query('select pggit.capture()');
    expect(await shown(db.client)).toEqual([
      'added table public.unseen',
      'changed table app.orders',
    ]);
    expect(await faultsOf(db.client)).toEqual([]);
  });

  it('goes on capturing, linking and tagging', async () => {
    const session = await db.connect();
    await begin(session, '2026-06 after the upgrade');
    await migrate(session, '007_more', 'alter table app.landed add column more int');
    await migrate(session, '008_type', "alter type app.status add value 'late'");
    await session.query('begin; create table app.gone (); rollback');
    await end(session, 'After the upgrade', ['v3']);

    const other = await db.connect();
    const [commit] = (await commitsOf(other)).slice(-1);
    expect(commit).toMatchObject({ message: 'After the upgrade', tags: ['v3'], migrations: 2 });
    expect(await shown(other)).toEqual(['changed enum app.status', 'changed table app.landed']);
    expect((await linksOf(other)).slice(-2)).toMatchObject([
      { key: '007_more', commit: commit?.id, direction: 'up' },
      { key: '008_type', commit: commit?.id, direction: 'up' },
    ]);
    expect(await faultsOf(other)).toEqual([]);
  });

  it('follows the history table of that time to another name', async () => {
    const before = await linksOf(db.client);
    await db.client.query('alter table public.pgmigrations rename to migrated');
    const names: Record<string, string> = { 'public.pgmigrations': 'public.migrated' };
    expect(await linksOf(db.client)).toEqual(
      before.map((link) => ({ ...link, source: names[link.source] ?? link.source })),
    );
    await db.client.query('alter table public.migrated rename to pgmigrations');
    expect(await linksOf(db.client)).toEqual(before);
    expect(await faultsOf(db.client)).toEqual([]);
  });

  it('knows objects and columns by the ids they had', async () => {
    await db.client.query('alter table public.customers rename column remark to comment');
    expect(await columnIds(db.client, 'public.customers')).toMatchObject({ comment: 'note' });
    const now = await objectIds(db.client);
    for (const [object, id] of ids) expect([object, now.get(object)]).toEqual([object, id]);
    expect(await faultsOf(db.client)).toEqual([]);
  });

  it('can be purged up to any commit, overlapping deployments of the first release included', async () => {
    const { rows: commits } = await db.client.query('select committed_at from pggit.commits');
    let fewest = commits.length;
    for (const { committed_at } of commits) {
      await db.client.query('begin');
      const { rows: freed } = await db.client.query(
        `select commits::int from pggit.purge_history(clock_timestamp() - $1::timestamptz)`,
        [committed_at],
      );
      fewest = Math.min(fewest, commits.length - freed[0].commits);
      const { rows } = await db.client.query('select detail from pggit.verify_history()');
      const faults = await faultsOf(db.client);
      await db.client.query('rollback');
      expect({ committed_at, rows, faults }).toEqual({ committed_at, rows: [], faults: [] });
    }
    expect(fewest).toBeLessThan(10);
  });

  it('can be uninstalled as a fresh engine can', async () => {
    const { removed } = await uninstall(db.client);
    expect(removed).toContain('schema pggit');
    const { rows } = await db.client.query(
      `select evtname as name from pg_event_trigger where evtname like 'pggit%'
       union all select nspname from pg_namespace where nspname = 'pggit'
       union all select tgname from pg_trigger where tgname = 'zz_pggit_link'`,
    );
    expect(rows).toEqual([]);
  });
});
