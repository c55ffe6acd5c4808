import { pggit } from '@pggit/core';
import { useDatabase } from '@pggit/testing';
import { beforeAll, describe, expect, it } from 'vitest';
import { recordHistory } from './history.js';
import { normalise, run, runJson } from './pggit.js';

describe('pggit deployments', () => {
  const db = useDatabase();

  it('says so when there are none', async () => {
    expect(await run(['deployments'], { url: db.url })).toEqual({
      exitCode: 0,
      stdout: 'no deployments',
      stderr: '',
    });
    expect(await runJson(['deployments'], { url: db.url })).toMatchObject({
      exitCode: 0,
      data: [],
    });
  });

  describe('of a history', () => {
    beforeAll(async () => {
      await recordHistory(db.client);
      await pggit(db.client).beginDeployment('at work');
      await db.client.query('create table app.new ()');
      const lost = await db.connect();
      await pggit(lost).beginDeployment('lost');
      await lost.query('create table app.landed ()');
      await lost.end();
    });

    it('lists them aligned, newest first, and hints at those whose owner is gone', async () => {
      const { exitCode, stdout, stderr } = await run(['deployments'], { url: db.url });
      expect(exitCode).toBe(0);
      expect(stderr).toBe('hint: pggit recover closes deployments whose owner is gone');
      const lines = stdout.split('\n');
      const starts = (line = '') =>
        line.indexOf(line.match(/STATUS|open|failed|completed/)?.[0] ?? '');
      expect(new Set(lines.map(starts)).size).toBe(1);
      expect(lines.map((line) => normalise(line).split(/ {2,}/))).toEqual([
        ['ID', 'NAME', 'STATUS', 'BY', 'STARTED', 'ENDED', 'COMMIT', 'REASON'],
        ['<id>', 'lost', 'open (owner gone)', 'postgres', '<time>'],
        ['<id>', 'at work', 'open', 'postgres', '<time>'],
        ['<id>', 'second release', 'completed', 'postgres', '<time>', '<time>', '<id>'],
        ['<id>', 'interest', 'failed', 'postgres', '<time>', '<time>', '<id>', 'division by zero'],
        ['<id>', 'first release', 'completed', 'postgres', '<time>', '<time>', '<id>'],
      ]);
    });

    it('gives JSON', async () => {
      const { data, exitCode } = await runJson(['deployments'], { url: db.url });
      expect(exitCode).toBe(0);
      expect(data).toHaveLength(5);
      expect(data[0]).toMatchObject({
        name: 'lost',
        status: 'open',
        ownerGone: true,
        commitId: null,
      });
      expect(data[1]).toMatchObject({ name: 'at work', status: 'open', ownerGone: false });
      expect(data[3]).toEqual({
        deploymentId: expect.stringMatching(/^[0-9a-f-]{36}$/),
        name: 'interest',
        autoCommit: false,
        status: 'failed',
        reason: 'division by zero',
        commitId: expect.stringMatching(/^[0-9a-f-]{36}$/),
        openedBy: 'postgres',
        startedAt: expect.stringMatching(/^\d{4}-.*Z$/),
        endedAt: expect.stringMatching(/^\d{4}-.*Z$/),
        ownerGone: false,
      });
    });
  });
});
