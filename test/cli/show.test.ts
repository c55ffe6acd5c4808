import { pggit } from '@pggit/core';
import { useDatabase } from '@pggit/testing';
import { beforeAll, describe, expect, it } from 'vitest';
import { LiquibaseSession } from '../sql/locks/liquibase-session.js';
import { migrate, recordHistory } from './history.js';
import { normalise, run, runJson } from './pggit.js';

describe('pggit show', () => {
  const db = useDatabase();
  const show = (...args: string[]) => run(['show', ...args], { url: db.url });

  beforeAll(() => recordHistory(db.client));

  it('groups objects by change, with attributes before and after, and their migration', async () => {
    const { exitCode, stdout, stderr } = await show();
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(normalise(stdout)).toBe(`commit <uuid> (tag: billing)
Author:     postgres
Date:       <time>
Deployment: second release
Migrations: 004_totals, 005_names

    Wider totals

    And better names.

changed (2)
  ~ table app.orders  [node-pg-migrate 004_totals]
      columns.note: (none) -> {type: text}
      columns.total.type: numeric(10,2) -> numeric(12,2)
  ~ function app.interest(integer)  [node-pg-migrate 004_totals]
      body:
        -   select 1
        +   select 2
            where $1 > 0

renamed (1)
  > table app.lines -> app.order_lines  [node-pg-migrate 005_names]

removed (1)
  - table app.old  [node-pg-migrate 005_names]`);
  });

  it('shows what another ref added', async () => {
    const { stdout } = await show('v1');
    expect(normalise(stdout).split('\n\n').at(-1)).toBe(`added (5)
  + schema app  [node-pg-migrate 001_orders]
  + table app.lines  [node-pg-migrate 002_lines]
  + table app.old  [node-pg-migrate 002_lines]
  + table app.orders  [node-pg-migrate 001_orders]
  + index app.orders_pkey  [node-pg-migrate 001_orders]`);
  });

  it('names a migration once where it did everything', async () => {
    const { rows } = await db.client.query(
      "select commit_id from pggit.log() where message = 'interest'",
    );
    const { stdout } = await show(rows[0].commit_id);
    expect(stdout).toMatch(/^Migrations: 003_interest$/m);
    expect(stdout).toMatch(/^ {2}\+ function app\.interest\(integer\)$/m);
  });

  it('gives JSON: the commit, its migrations, its changes', async () => {
    const { data, exitCode } = await runJson(['show', 'billing'], { url: db.url });
    expect(exitCode).toBe(0);
    expect(data.commit).toMatchObject({
      message: expect.stringMatching('Wider'),
      tags: ['billing'],
    });
    expect(data.migrations).toEqual([
      { toolName: 'node-pg-migrate', migrationKey: '004_totals', direction: 'up' },
      { toolName: 'node-pg-migrate', migrationKey: '005_names', direction: 'up' },
    ]);
    expect(data.changes).toContainEqual({
      change: 'changed',
      kind: 'table',
      identity: 'app.orders',
      previousIdentity: null,
      attributes: {
        'columns.note': [null, { type: 'text' }],
        'columns.total.type': ['numeric(10,2)', 'numeric(12,2)'],
      },
      migrationKey: '004_totals',
      toolName: 'node-pg-migrate',
    });
  });

  it('shows a commit without changes', async () => {
    const { beginDeployment, endDeployment } = pggit(db.client);
    await beginDeployment('data only');
    await migrate(db.client, '006_data', "select 'nothing to see'");
    await endDeployment();
    const { exitCode, stdout } = await show();
    expect(exitCode).toBe(0);
    expect(normalise(stdout).split('\n').at(-1)).toBe('no object changed');
    expect(stdout).toContain('Migrations: 006_data');
  });

  it('marks an object that is no longer tracked', async () => {
    await db.client.query("comment on table app.orders is '@pggit:ignore'");
    const { stdout } = await show();
    expect(stdout).toMatch(/^untracked \(\d\)\n(.*\n)* {2}\? table app\.orders$/m);
  });

  it('says what is not known of a deployment, as log does', async () => {
    const tool = new LiquibaseSession(await db.connect());
    await tool.createTables();
    await tool.run(() => tool.changeset('1', 'create table public.a (id int)'));
    const line =
      'Deployment: liquibase on ci (outcome not confirmed: the lock is released after a failure as well)';
    expect((await show()).stdout.split('\n')).toContain(line);
    const { stdout } = await run(['log', '--limit', '1'], { url: db.url });
    expect(stdout.split('\n')).toContain(line);
    const short = await run(['log', '--limit', '1', '--oneline'], { url: db.url });
    expect(normalise(short.stdout)).toBe(
      '<id> liquibase on ci: 1 migration (outcome not confirmed: the lock is released after a failure as well) (1 change, 1 migration)',
    );
  });
});
