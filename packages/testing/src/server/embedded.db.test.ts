import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { startEmbeddedServer } from '@pggit/testing/server';
import pg from 'pg';
import { describe, expect, it, onTestFinished } from 'vitest';
import { isolatedServer } from '../vitest/isolated-server.js';

/** Starts a server in a process (and process group) of its own, and says where its data is. */
async function serverOfAnotherProcess(): Promise<{ owner: ChildProcess; directory: string }> {
  const program = `
    import { startEmbeddedServer } from '@pggit/testing/server';
    import pg from 'pg';
    const server = await startEmbeddedServer();
    const client = new pg.Client(server.url);
    client.on('error', () => {});
    await client.connect();
    const { rows } = await client.query('show data_directory');
    console.log(rows[0].data_directory);
    setInterval(() => {}, 1000);
  `;
  const owner = spawn(process.execPath, ['--input-type=module', '--eval', program], {
    cwd: import.meta.dirname,
    detached: true,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  onTestFinished(() => void owner.kill('SIGKILL'));
  const line = await new Promise<string>((resolve) => {
    owner.stdout?.once('data', (data) => resolve(String(data).trim()));
  });
  return { owner, directory: dirname(line) };
}

describe('a server whose process is gone', () => {
  it.each(['SIGKILL', 'SIGINT'] as const)('ends and leaves no data after %s', async (signal) => {
    const { owner, directory } = await serverOfAnotherProcess();
    expect(basename(directory)).toMatch(new RegExp(`^pggit-postgres-${owner.pid}-`));
    process.kill(-Number(owner.pid), signal); // the whole group, as Ctrl-C in a terminal does
    await expect.poll(() => existsSync(directory), { timeout: 10_000 }).toBe(false);
  });
});

it('removes what a run that is gone has left behind', async () => {
  const noProcess = 2 ** 22 + 1; // above the largest process id Linux gives out
  const stale = await mkdtemp(join(tmpdir(), `pggit-postgres-${noProcess}-`));
  const server = await startEmbeddedServer();
  await server.dispose();
  expect(existsSync(stale)).toBe(false);
});

it('starts several servers at once', async () => {
  const servers = await Promise.all([startEmbeddedServer(), startEmbeddedServer()]);
  onTestFinished(async () => {
    await Promise.all(servers.map((server) => server.dispose()));
  });
  expect(new Set(servers.map((server) => server.port)).size).toBe(2);
});

it('says what PostgreSQL says when it does not start', async () => {
  await expect(startEmbeddedServer({ settings: { max_connections: 'many' } })).rejects.toThrow(
    /did not start:[\s\S]*invalid value for parameter "max_connections"/,
  );
});

// A server of its own: it is stopped and crashes.
describe('isolatedServer', () => {
  const server = isolatedServer({ settings: { work_mem: '5MB' } });

  it('has the settings asked for', async () => {
    const client = await server.connect();
    expect((await client.query('show work_mem')).rows).toEqual([{ work_mem: '5MB' }]);
  });

  it('keeps its address and its data over a crash', async () => {
    const { url } = await server.createDatabase();
    const client = await server.connect(url);
    await client.query('create table survivor ()');
    await client.query('checkpoint');
    await server.restart('immediate');
    const again = await server.connect(url);
    const { rows } = await again.query(`select to_regclass('survivor') is not null as there`);
    expect(rows).toEqual([{ there: true }]);
  });

  it('refuses connections while it is stopped', async () => {
    await server.stop();
    const client = new pg.Client(server.url);
    await expect(client.connect()).rejects.toThrow('ECONNREFUSED');
    await server.start();
    await (await server.connect()).query('select 1');
  });
});
