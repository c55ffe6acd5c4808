import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pggit } from '@pggit/core';
import { useDatabase } from '@pggit/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { run } from './pggit.js';

/** Gets a signal when there is a folder for the properties of the driver, and nothing runs yet. */
const INTERRUPTED = `
import fs from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';
import { setTimeout as sleep } from 'node:timers/promises';
const { mkdtemp } = fs;
fs.mkdtemp = async (prefix) => {
  const folder = await mkdtemp(prefix);
  process.kill(process.pid, 'SIGTERM');
  await sleep(100);
  return folder;
};
syncBuiltinESMExports();
`;

describe.skipIf(process.platform === 'win32')('a signal to pggit liquibase', () => {
  const db = useDatabase();
  let folder = '';
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'pggit-interrupted-'));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it('that comes before Liquibase runs keeps it from running, and leaves no file and no deployment', async () => {
    const preload = join(folder, 'preload.mjs');
    await writeFile(preload, INTERRUPTED);
    const { hostname, port, pathname, username, password } = new URL(db.url);
    const secret = `user=${username}&password=${password}`;
    const url = `--url=jdbc:postgresql://${hostname}:${port}${pathname}?${secret}`;
    const start = (env: Record<string, string>) =>
      run(['liquibase', '--program', 'echo', '--', url, 'update'], { env });

    const env = { TMPDIR: folder, NODE_OPTIONS: `--import=${preload}` };
    expect(await start(env)).toEqual({ exitCode: 143, stdout: '', stderr: '' });
    expect(await readdir(folder)).toEqual(['preload.mjs']);
    expect(await pggit(db.client).deployments()).toEqual([]);

    expect((await start({ TMPDIR: folder })).stdout).toContain('update');
    expect(await readdir(folder)).toEqual(['preload.mjs']);
  });
});
