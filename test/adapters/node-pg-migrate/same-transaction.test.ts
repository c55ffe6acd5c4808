import { useDatabase } from '@pggit/testing';
import type { ClientBase } from 'pg';
import { describe, expect, it } from 'vitest';
import { concurrentIndex, nameOf, table, writeMigrations } from './migrations.js';
import { useProject } from './project.js';
import { notices, QUIET } from './quiet.js';
import { VERSIONS } from './versions.js';

const MIGRATIONS = {
  orders: table('orders'),
  index: concurrentIndex('orders'),
  lines: table('lines'),
};

const MODES = [
  { mode: 'one transaction', options: { singleTransaction: true } },
  { mode: 'a transaction a migration', options: { singleTransaction: false } },
  { mode: 'the mode by default', options: {} },
  { mode: 'fake', options: { fake: true } },
];

describe.each(VERSIONS)('node-pg-migrate $version: a link is written', (version) => {
  const project = useProject(version);
  const db = useDatabase({ per: 'test' });

  it.each(MODES)("in the history row's own transaction: $mode", async ({ options }) => {
    const dir = await writeMigrations(project.directory, MIGRATIONS);
    const other = await db.connect();

    await project.runner({ ...QUIET, ...options, dir, dbClient: db.client, pggit: notices() });

    const pairs = await transactionsOf(other);
    expect(pairs).toHaveLength(3);
    for (const { link, row } of pairs) expect(link).toBe(row);
  });

  it.each(MODES.slice(0, 3))(
    'and has the changes of its own migration: $mode',
    async ({ options }) => {
      const dir = await writeMigrations(project.directory, MIGRATIONS);
      const other = await db.connect();

      await project.runner({ ...QUIET, ...options, dir, dbClient: db.client, pggit: notices() });

      const { rows } = await other.query(
        `select identity, migration_key as key from pggit.show() where kind in ('table', 'index')`,
      );
      const [orders, index, lines] = Object.keys(MIGRATIONS).map((label, at) => nameOf(at, label));
      expect(Object.fromEntries(rows.map(({ identity, key }) => [identity, key]))).toEqual({
        'public.orders': orders,
        'public.orders_pkey': orders,
        'public.orders_again': index,
        'public.lines': lines,
        'public.lines_pkey': lines,
      });
    },
  );
});

/**
 * For each history row the transaction that wrote it, and the one that wrote its link. The link's
 * own xmin would not do: the trigger writes it in a subtransaction, and the end of the deployment
 * writes the commit into it.
 */
async function transactionsOf(other: ClientBase): Promise<{ row: string; link: string | null }[]> {
  const { rows } = await other.query(
    `select h.xmin::text as row, m.transaction_id::text as link
       from public.pgmigrations h
       left join pggit.external_migrations m on m.migration_key = h.name`,
  );
  return rows;
}
