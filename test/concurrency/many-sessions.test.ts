import { useDatabase } from '@pggit/testing';
import { beforeAll, describe, expect, it } from 'vitest';
import { faultsIn } from '../sql/history/soundness.js';
import { createHistoryTable } from '../sql/links/history-table.js';
import { loadMilliseconds } from './duration.js';
import { SHARED, Worker } from './worker.js';

const SESSIONS = 20;
const MILLISECONDS = loadMilliseconds(8);

describe('twenty sessions at work, on their own and on shared objects', () => {
  const db = useDatabase();
  const workers: Worker[] = [];

  beforeAll(async () => {
    await db.client.query(SHARED);
    await createHistoryTable(db.client);
    for (let number = 0; number < SESSIONS; number += 1) {
      workers.push(new Worker(await db.connect(), number));
    }
    const deadline = Date.now() + MILLISECONDS;
    await Promise.all(workers.map((worker) => worker.workUntil(deadline)));
  }, MILLISECONDS + 50_000);

  it('work without a warning, and all of them', () => {
    expect(workers.flatMap(({ problems }) => problems)).toEqual([]);
    for (const { transactions } of workers) expect(transactions).toBeGreaterThan(5);
  });

  it('never deadlock', async () => {
    await db.client.query('select pg_stat_force_next_flush()');
    const { rows } = await db.client.query(
      'select deadlocks from pg_stat_database where datname = current_database()',
    );
    expect(rows).toEqual([{ deadlocks: '0' }]);
  });

  it('make one line of commits that ends in the state of the catalog, and lose nothing', async () => {
    expect(await faultsIn(await db.connect())).toEqual([]);
  });

  it('leave every link with the commit that holds its changes', async () => {
    const { rows } = await db.client.query(
      `select m.migration_key, count(c.change_id)::int as changes,
              bool_and(c.commit_id = m.pggit_commit_id) as together
         from pggit.external_migrations m
         left join pggit.changes c on c.link_id = m.link_id
        group by m.link_id having count(c.change_id) < 2 or not bool_and(c.commit_id = m.pggit_commit_id)`,
    );
    expect(rows).toEqual([]);
    const counts = await db.client.query(
      `select (select count(*) from public.pgmigrations) = (select count(*) from pggit.external_migrations)
         as equal`,
    );
    expect(counts.rows).toEqual([{ equal: true }]);
  });

  it('leave no deployment open and no commit without its deployment', async () => {
    const { rows } = await db.client.query(
      `select d.status, count(*)::int as deployments, count(c.commit_id)::int as commits
         from pggit.deployments d left join pggit.commits c on c.deployment_id = d.deployment_id
        group by d.status`,
    );
    expect(rows).toHaveLength(1);
    expect(rows[0].status).toBe('completed');
    expect(rows[0].commits).toBe(rows[0].deployments);
  });
});
