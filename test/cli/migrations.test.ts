import { useDatabase } from '@pggit/testing';
import { describe, expect, it } from 'vitest';
import { migrate, recordHistory } from './history.js';
import { normalise, run, runJson } from './pggit.js';

describe('pggit migrations', () => {
  const db = useDatabase({ per: 'test' });

  it('says so when none is linked', async () => {
    expect(await run(['migrations'], { url: db.url })).toEqual({
      exitCode: 0,
      stdout: 'no migrations are linked',
      stderr: '',
    });
    expect(await runJson(['migrations'], { url: db.url })).toMatchObject({ exitCode: 0, data: [] });
  });

  it('lists links with tool, key, number, direction, commit and deployment', async () => {
    await recordHistory(db.client);
    await migrate(db.client, '006_outside', 'create table app.outside ()');
    const { exitCode, stdout, stderr } = await run(['migrations'], { url: db.url });
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(stdout.split('\n').map((line) => normalise(line).split(/ {2,}/))).toEqual([
      ['MIGRATION', 'NUMBER', 'DIR', 'COMMIT', 'APPLIED', 'REVERTED', 'DEPLOYMENT', 'TOOL'],
      ['001_orders', '1', 'up', '<id>', '<time>', 'first release', 'node-pg-migrate'],
      ['002_lines', '2', 'up', '<id>', '<time>', 'first release', 'node-pg-migrate'],
      ['003_interest', '3', 'up', '<id>', '<time>', 'interest', 'node-pg-migrate'],
      ['004_totals', '4', 'up', '<id>', '<time>', 'second release', 'node-pg-migrate'],
      ['005_names', '5', 'up', '<id>', '<time>', 'second release', 'node-pg-migrate'],
      ['006_outside', '6', 'up', '<id>', '<time>', 'node-pg-migrate'],
    ]);
  });

  it('shows what was reverted, and the migration down', async () => {
    await migrate(db.client, '001_t', 'create table public.t ()');
    await db.client.query('begin; drop table public.t; delete from public.pgmigrations; commit');
    const { stdout } = await run(['migrations'], { url: db.url });
    const rows = stdout.split('\n').map((line) => normalise(line).split(/ {2,}/));
    expect(rows.slice(1)).toEqual([
      ['001_t', '1', 'up', '<id>', '<time>', '<time>', 'node-pg-migrate'],
      ['001_t', '1', 'down', '<id>', '<time>', 'node-pg-migrate'],
    ]);
  });

  it('says which history table, where there are several', async () => {
    for (const schema of ['eu', 'us']) {
      await db.client.query(`create schema ${schema};
        create table ${schema}.pgmigrations (id serial, name text, run_on timestamp);
        insert into ${schema}.pgmigrations (name, run_on) values ('001_t', now())`);
    }
    const { stdout } = await run(['migrations'], { url: db.url });
    expect(stdout.split('\n').map((line) => normalise(line).split(/ {2,}/).at(-1))).toEqual([
      'SOURCE',
      'eu.pgmigrations',
      'us.pgmigrations',
    ]);
  });

  it('gives JSON', async () => {
    await recordHistory(db.client);
    const { data, exitCode } = await runJson(['migrations'], { url: db.url });
    expect(exitCode).toBe(0);
    expect(data).toHaveLength(5);
    expect(data[2]).toEqual({
      linkId: '3',
      migrationId: '3',
      migrationKey: '003_interest',
      toolName: 'node-pg-migrate',
      source: 'public.pgmigrations',
      pggitCommitId: expect.stringMatching(/^[0-9a-f-]{36}$/),
      deploymentId: expect.stringMatching(/^[0-9a-f-]{36}$/),
      deploymentName: 'interest',
      run: 1,
      direction: 'up',
      description: '003_interest',
      checksum: null,
      execType: null,
      script: null,
      appliedAt: expect.stringMatching(/Z$/),
      revertedAt: null,
    });
  });
});
