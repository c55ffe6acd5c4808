import { useDatabase } from '@pggit/testing';
import { beforeAll, describe, expect, it } from 'vitest';
import { recordHistory } from './history.js';
import { normalise, run, runJson } from './pggit.js';

describe('pggit log', () => {
  const db = useDatabase();
  const log = (...args: string[]) => run(['log', ...args], { url: db.url });

  beforeAll(() => recordHistory(db.client));

  it('shows each commit with id, tags, author, time, deployment, message and counts', async () => {
    const { exitCode, stdout, stderr } = await log('--limit', '3');
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(normalise(stdout)).toBe(`commit <id> (tag: billing)
Author:     postgres
Date:       <time>
Deployment: second release

    Wider totals

    And better names.

    4 changes, 2 migrations

commit <id>
Author:     postgres
Date:       <time>
Deployment: interest (failed)

    interest

    1 change, 1 migration

commit <id> (tag: shop, tag: v1)
Author:     postgres
Date:       <time>
Deployment: first release

    Orders and lines

    5 changes, 2 migrations`);
  });

  it('shows a commit outside of a deployment without one', async () => {
    const { stdout } = await log();
    expect(stdout).toMatch(/commit [0-9a-f]{8}\nAuthor: {5}postgres\nDate: .*\n\n {4}baseline\n/);
  });

  it('shows one line a commit with --oneline', async () => {
    const { stdout } = await log('--oneline', '-n', '3');
    expect(normalise(stdout)).toBe(`<id> (tag: billing) Wider totals (4 changes, 2 migrations)
<id> interest (failed) (1 change, 1 migration)
<id> (tag: shop, tag: v1) Orders and lines (5 changes, 2 migrations)`);
  });

  it('begins at a ref: a tag, the beginning of an id, a branch', async () => {
    const all = (await log('--oneline')).stdout.split('\n');
    const fromTag = (await log('shop', '--oneline')).stdout.split('\n');
    expect(fromTag).toEqual(all.slice(2));
    const id = all[1]?.slice(0, 8) ?? '';
    expect((await log(id, '--oneline')).stdout.split('\n')).toEqual(all.slice(1));
    expect((await log('main', '--oneline')).stdout.split('\n')).toEqual(all);
  });

  it('gives JSON, of a commit what pggit.log has and the reason of its deployment', async () => {
    const { data, exitCode, stderr } = await runJson(['log', '--limit', '1'], { url: db.url });
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    const { rows } = await db.client.query('select commit_id, committed_at from pggit.log()');
    expect(data).toEqual([
      {
        commitId: rows[0].commit_id,
        parentIds: [rows[1].commit_id],
        message: 'Wider totals\n\nAnd better names.',
        author: 'postgres',
        committedAt: rows[0].committed_at.toISOString(),
        tags: ['billing'],
        deploymentId: expect.stringMatching(/^[0-9a-f-]{36}$/),
        deploymentName: 'second release',
        deploymentStatus: 'completed',
        deploymentReason: null,
        changes: 4,
        migrations: 2,
      },
    ]);
  });

  it('shows times in the zone of whoever looks', async () => {
    const { stdout } = await run(['log', '-n1'], { url: db.url, env: { TZ: 'Asia/Kolkata' } });
    expect(stdout).toMatch(/^Date: {7}\d{4}-\d\d-\d\d \d\d:\d\d:\d\d \+05:30$/m);
  });
});
