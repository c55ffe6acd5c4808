import { install, installationState, verify } from '@pggit/core';
import { useDatabase } from '@pggit/testing';
import { describe, expect, it } from 'vitest';
import { run, runJson } from './pggit.js';
import { hasTerminal, runInTerminal } from './terminal.js';

describe('pggit uninstall', () => {
  const db = useDatabase({ per: 'test' });
  const isInstalled = async () => (await installationState(db.client)).installed;

  it.each([[[]], [['--json']]])('needs --yes where nobody can be asked: %j', async (options) => {
    const { exitCode, stdout, stderr } = await run(['uninstall', ...options], {
      url: db.url,
      input: 'y\n',
    });
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
    expect(stderr).toMatch(/cannot be undone/);
    expect(stderr).toMatch(/add --yes/);
    expect(await isInstalled()).toBe(true);
  });

  it('removes everything with --yes', async () => {
    const { exitCode, stdout, stderr } = await run(['uninstall', '--yes'], { url: db.url });
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(stdout).toMatch(/^removed pggit \(\d+ parts\)/);
    expect(await isInstalled()).toBe(false);
  });

  it('names who is in the way when --lock-timeout is over, and is complete still', async () => {
    const open = await db.connect();
    await open.query('begin; create table public.a ()');
    const { exitCode, stderr, stdout } = await run(
      ['uninstall', '--yes', '--lock-timeout', '0.2', '--json'],
      { url: db.url },
    );
    expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: '' });
    const { error } = JSON.parse(stderr);
    expect(error).toMatchObject({
      code: 'database_busy',
      details: { blockers: [{ state: 'idle in transaction', holds: expect.any(Array) }] },
    });
    await open.query('commit');
    expect(await verify(db.client)).toEqual([]);
  });

  it('reports as JSON', async () => {
    const { exitCode, data } = await runJson(['uninstall', '-y'], { url: db.url });
    expect(exitCode).toBe(0);
    expect(data.removed).toContain('table pggit.commits');
    expect(data.roles).toContainEqual(
      expect.objectContaining({ name: 'pggit_reader', dropped: expect.any(Boolean) }),
    );
  });

  it('has nothing to do, and nothing to ask, where pggit is not', async () => {
    await run(['uninstall', '--yes'], { url: db.url });
    expect(await run(['uninstall'], { url: db.url })).toEqual({
      exitCode: 0,
      stderr: '',
      stdout: 'pggit is not installed in this database, nothing to do',
    });
  });

  it('removes nothing when something depends on pggit', async () => {
    await db.client.query('create view public.mine as select message from pggit.commits');
    const { exitCode, stderr } = await run(['uninstall', '--yes'], { url: db.url });
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(/^error: cannot uninstall pggit: view (public\.)?mine depends on/);
    expect(stderr).toMatch(/\nhint: drop or change these objects first/);
    expect(await isInstalled()).toBe(true);
  });

  describe.skipIf(!hasTerminal)('on a terminal', () => {
    it.each(['y', 'YES'])('goes on after %s', async (answer) => {
      const { exitCode, screen } = await runInTerminal(['uninstall'], {
        url: db.url,
        input: `${answer}\n`,
      });
      expect(exitCode).toBe(0);
      expect(screen).toContain(`from database "${db.name}" on 127.0.0.1:`);
      expect(screen).toContain('Remove it? [y/N]');
      expect(await isInstalled()).toBe(false);
      await install(db.client);
    });

    it.each(['n\n', '\n', 'maybe\n', '\u0004'])('changes nothing after %j', async (input) => {
      const { exitCode, screen } = await runInTerminal(['uninstall'], { url: db.url, input });
      expect(exitCode).toBe(1);
      expect(screen).toContain('not confirmed, nothing was changed');
      expect(await isInstalled()).toBe(true);
    });
  });
});
