import { useDatabase } from '@pggit/testing';
import { execa } from 'execa';
import { describe, expect, it } from 'vitest';
import { BIN, environment } from '../cli/pggit.js';
import { hasTerminal } from '../cli/terminal.js';
import { onlyDeployment } from './pggit-run.js';
import { PRINTS_SIGNALS, TYPED, WAITS } from './programs.js';
import { startRun } from './started-run.js';

const PATIENCE = { timeout: 10_000 };

describe.skipIf(process.platform === 'win32')('a signal to pggit run', () => {
  const db = useDatabase({ per: 'test' });

  it.each(['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGUSR1', 'SIGUSR2'] as const)(
    '%s reaches the command, which decides',
    async (signal) => {
      const run = startRun(PRINTS_SIGNALS, { url: db.url });
      await run.printed('ready');
      process.kill(run.pid, signal);
      expect(await run.ended()).toMatchObject({ exitCode: 0, stdout: `ready\ngot ${signal}` });
      expect(await onlyDeployment(db.client)).toMatchObject({
        status: 'completed',
        changes: ['added table public.landed'],
      });
    },
  );

  it.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)('%s that ends the command gives %i and a failed deployment', async (signal, code) => {
    const run = startRun(WAITS, { url: db.url });
    await run.printed('ready');
    process.kill(run.pid, signal);
    expect(await run.ended()).toMatchObject({ exitCode: code, stdout: 'ready' });
    expect(await onlyDeployment(db.client)).toMatchObject({
      status: 'failed',
      reason: signal,
      changes: ['added table public.landed'],
    });
  });

  it('and its whole group ends both, with a failed deployment', async () => {
    const run = startRun(WAITS, { url: db.url });
    await run.printed('ready');
    process.kill(-run.pid, 'SIGTERM');
    expect(await run.ended()).toMatchObject({ exitCode: 143 });
    expect(await onlyDeployment(db.client)).toMatchObject({ status: 'failed', reason: 'SIGTERM' });
  });

  it.skipIf(!hasTerminal)('from Ctrl-C reaches the command once', async () => {
    const words = [process.execPath, BIN, 'run', '--', ...PRINTS_SIGNALS];
    const command = words.map((word) => `'${word.replaceAll("'", `'\\''`)}'`).join(' ');
    const terminal = execa(
      'script',
      ['--quiet', '--return', '--command', `exec ${command}`, '/dev/null'],
      {
        env: { ...environment({ url: db.url }), TERM: 'xterm' },
        extendEnv: false,
        reject: false,
      },
    );
    let isTyped = false;
    terminal.stdout.setEncoding('utf8').on('data', (chunk: string) => {
      if (isTyped || !chunk.includes('ready')) return;
      isTyped = true;
      terminal.stdin.write('\u0003');
    });
    const { stdout, exitCode } = await terminal;
    expect(exitCode).toBe(0);
    expect(stdout.match(/got SIGINT/g)).toEqual(['got SIGINT']);
    expect(stdout).toMatch(/pggit: recorded 'node': 1 change/);
    expect(await onlyDeployment(db.client)).toMatchObject({ status: 'completed' });
  });

  it('leaves the deployment open for a session that is still at work in the database', async () => {
    const run = startRun(TYPED, { url: db.url });
    await run.printed('ready');
    await db.client.query('select pg_advisory_lock(1)');
    run.type('select pg_advisory_xact_lock(1); create table public.late ()');
    const works = `select from pg_stat_activity
      where datname = current_database() and wait_event = 'advisory'`;
    await expect.poll(async () => (await db.client.query(works)).rowCount, PATIENCE).toBe(1);
    process.kill(run.pid, 'SIGTERM');
    const { exitCode, stderr } = await run.ended();
    expect(exitCode).toBe(143);
    expect(stderr).toContain('a session of the command is still at work in the database');
    expect(stderr).toContain('pggit recover');
    await db.client.query('select pg_advisory_unlock(1)');
    const landed = "select from pg_class where relname = 'late'";
    await expect.poll(async () => (await db.client.query(landed)).rowCount, PATIENCE).toBe(1);
    expect((await db.client.query('select from pggit.recover_deployments()')).rowCount).toBe(1);
    expect(await onlyDeployment(db.client)).toMatchObject({
      status: 'interrupted',
      changes: ['added table public.late'],
    });
  });

  it('that cannot be caught leaves the command at work, and the deployment to a recovery', async () => {
    const run = startRun(TYPED, { url: db.url });
    await run.printed('ready');
    run.type('create table public.before ()');
    await run.printed('done');
    // Typed beforehand: Node.js closes the input of whoever has ended, and the command has the same.
    run.type('select pg_sleep(1)');
    run.type('create table public.afterwards ()');
    process.kill(run.pid, 'SIGKILL');
    await expect
      .poll(
        async () => (await db.client.query('select from pggit.orphaned_deployments()')).rowCount,
      )
      .toBe(1);
    const tables = "select to_regclass('public.afterwards') is not null as there";
    await expect
      .poll(async () => (await db.client.query(tables)).rows[0].there, PATIENCE)
      .toBe(true);
    expect((await db.client.query('select from pggit.recover_deployments()')).rowCount).toBe(1);
    expect(await onlyDeployment(db.client)).toMatchObject({
      status: 'interrupted',
      changes: ['added table public.afterwards', 'added table public.before'],
    });
  });
});
