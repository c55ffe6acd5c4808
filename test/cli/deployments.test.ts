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
      const status = /STATUS|owner gone|open|failed|completed/;
      const rows = lines.filter((line) => status.test(line));
      expect(new Set(rows.map((line) => line.search(status))).size).toBe(1);
      expect(lines.map((line) => normalise(line).split(/ {2,}/))).toEqual([
        ['ID', 'NAME', 'STATUS', 'COMMIT', 'STARTED', 'TOOK', 'BY'],
        ['<id>', 'lost', 'owner gone', '<time>', 'postgres'],
        ['<id>', 'at work', 'open', '<time>', 'postgres'],
        ['<id>', 'second release', 'completed', '<id>', '<time>', '<duration>', 'postgres'],
        ['<id>', 'interest', 'failed', '<id>', '<time>', '<duration>', 'postgres'],
        ['', 'division by zero'],
        ['<id>', 'first release', 'completed', '<id>', '<time>', '<duration>', 'postgres'],
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
