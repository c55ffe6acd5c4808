import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { useDatabase } from '@pggit/testing';
import { describe, expect, it } from 'vitest';
import { run } from '../cli/pggit.js';
import { nodeProgram, onlyDeployment, pggitRun } from './pggit-run.js';

/** A program that does one thing in a session, and then another with itself. */
function sqlThen(sql: string, end: string): string[] {
  return nodeProgram(`
    const client = new pg.Client(process.env.DATABASE_URL);
    await client.connect(); await client.query(${JSON.stringify(sql)}); await client.end();
    ${end}`);
}

describe('the outcome of a command', () => {
  const db = useDatabase({ per: 'test' });
  const deployments = async () =>
    (await db.client.query('select status, reason from pggit.deployments')).rows;

  it('is that of pggit run, and what landed of a failed one is in a failed deployment', async () => {
    const command = sqlThen('create table public.landed ()', 'process.exit(3)');
    expect(await pggitRun(command, { url: db.url })).toEqual({
      exitCode: 3,
      stdout: '',
      stderr: expect.stringMatching(
        /^pggit: 'node' failed; what had landed is recorded: 1 change, 0 migrations, commit [0-9a-f]{8}$/,
      ),
    });
    expect(await onlyDeployment(db.client)).toMatchObject({
      status: 'failed',
      reason: 'exit code 3',
      changes: ['added table public.landed'],
    });
  });

  it('leaves no deployment when a failed one landed nothing', async () => {
    const command = sqlThen('begin; create table public.gone ()', 'process.exit(1)');
    expect(await pggitRun(command, { url: db.url })).toEqual({
      exitCode: 1,
      stdout: '',
      stderr: '',
    });
    expect(await deployments()).toEqual([]);
  });

  it('of a command that is killed is what a shell makes of it', async () => {
    const command = sqlThen(
      'create table public.landed ()',
      "process.kill(process.pid, 'SIGKILL')",
    );
    expect(await pggitRun(command, { url: db.url })).toMatchObject({ exitCode: 137, stdout: '' });
    expect(await onlyDeployment(db.client)).toMatchObject({
      status: 'failed',
      reason: 'SIGKILL',
      changes: ['added table public.landed'],
    });
  });

  it('of one that is killed in a statement has what the server still finished', async () => {
    const command = nodeProgram(`
      const client = new pg.Client(process.env.DATABASE_URL);
      client.on('error', () => {});
      await client.connect();
      client.query('create table public.late (); select pg_sleep(1)').catch(() => {});
      setTimeout(() => process.kill(process.pid, 'SIGKILL'), 300);`);
    expect(await pggitRun(command, { url: db.url })).toMatchObject({ exitCode: 137 });
    expect(await onlyDeployment(db.client)).toMatchObject({
      status: 'failed',
      changes: ['added table public.late'],
    });
  });

  it('is 127 for a command that is not there, and 126 for one that cannot be run', async () => {
    expect(await pggitRun(['no-such-command'], { url: db.url })).toEqual({
      exitCode: 127,
      stdout: '',
      stderr: 'error: no-such-command: command not found',
    });
    const folder = await mkdtemp(join(tmpdir(), 'pggit-run-'));
    const file = join(folder, 'script');
    await writeFile(file, '#!/bin/sh\n');
    expect(await pggitRun([file], { url: db.url })).toEqual({
      exitCode: 126,
      stdout: '',
      stderr: `error: ${file}: cannot be run (EACCES)`,
    });
    await rm(folder, { recursive: true });
    expect(await deployments()).toEqual([]);
  });
});

describe('the command line of pggit run', () => {
  it.each([
    [[], "missing required argument 'command'"],
    [['psql', '-f', 'a.sql'], "unknown option '-f'"],
    [['--name', ' ', '--', 'true'], '--name needs a name'],
    [['--url-env', 'DIRECT_URL', '--', 'true'], '--url-env DIRECT_URL: the variable is not set'],
    [
      ['--url-env', 'PATH', '--', 'true'],
      '--url-env PATH: the variable holds no URL of PostgreSQL',
    ],
  ])('refuses %j with 2', async (args, message) => {
    const { exitCode, stdout, stderr } = await run(['run', ...args], { url: 'postgres://h/db' });
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
    expect(stderr).toContain(message);
  });

  it('says where the command goes', async () => {
    const { stderr } = await run(['run', 'psql', '-f', 'log'], { url: 'postgres://h/db' });
    expect(stderr).toMatch(/\nhint: put the command behind --, and see pggit run --help$/);
  });

  it('refuses a PGGIT_REQUIRED that is neither true nor false', async () => {
    const env = { PGGIT_REQUIRED: 'perhaps' };
    const { exitCode, stderr } = await pggitRun(['true'], { url: 'postgres://h/db', env });
    expect(exitCode).toBe(2);
    expect(stderr).toContain("PGGIT_REQUIRED cannot be 'perhaps'");
  });
});
