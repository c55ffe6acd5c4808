import { pggit } from '@pggit/core';
import { useDatabase } from '@pggit/testing';
import { execa } from 'execa';
import { beforeAll, describe, expect, it } from 'vitest';
import { recordHistory } from './history.js';
import { BIN, environment, run } from './pggit.js';
import { hasTerminal, runInTerminal } from './terminal.js';

const ESCAPE = '\u001b';

describe('what the command writes', () => {
  const db = useDatabase();

  beforeAll(() => recordHistory(db.client));

  it.each([['log'], ['show'], ['status'], ['migrations'], ['--help']])(
    '%s has no colours outside of a terminal',
    async (command) => {
      const env = { CI: 'true', TERM: 'xterm-256color' };
      const { stdout, stderr } = await run([command], { url: db.url, env });
      expect(stdout).not.toBe('');
      expect(stdout + stderr).not.toContain(ESCAPE);
    },
  );

  describe.skipIf(!hasTerminal)('at a terminal', () => {
    it.each(['log', 'show', 'status', 'migrations', 'verify'])(
      '%s has colours',
      async (command) => {
        const { screen, exitCode } = await runInTerminal([command], { url: db.url });
        expect(exitCode).toBe(0);
        expect(screen).toContain(`${ESCAPE}[3`);
      },
    );

    it.each([{ NO_COLOR: '1' }, { TERM: 'dumb' }])('has none with %j', async (env) => {
      const { screen } = await runInTerminal(['show'], { url: db.url, env });
      expect(screen).toContain('~ table app.orders');
      expect(screen).not.toContain(ESCAPE);
    });

    it('cuts tables to its width', async () => {
      const client = await db.connect();
      await pggit(client).beginDeployment(`a name that goes ${'on and '.repeat(20)}on`);
      const env = { NO_COLOR: '1' };
      const { screen } = await runInTerminal(['deployments'], { url: db.url, env });
      for (const line of screen.split('\n')) expect(line.length).toBeLessThanOrEqual(80);
      expect(screen).toMatch(/^[0-9a-f]{8} {2}a name[^…]*… +open/m);
      const piped = await run(['deployments'], { url: db.url });
      expect(piped.stdout).toContain('on and on ');
      await pggit(client).abortDeployment();
    });
  });

  it('lets nobody steer the terminal with a name', async () => {
    const { beginDeployment, endDeployment } = pggit(db.client);
    await beginDeployment('\u001b[2J\u001b]0;owned\u0007');
    await db.client.query('create table app."\u001b[31mred\u202e" ()');
    await endDeployment({
      message: 'clear \u001b[2J the screen\nsecond line',
      tags: ['\u001b[1m'],
    });
    for (const args of [['log', '-n1'], ['log', '--oneline', '-n1'], ['show'], ['deployments']]) {
      const { stdout } = await run(args, { url: db.url });
      expect(stdout).toContain('\\u001b');
      for (const raw of [ESCAPE, '\u0007', '\u202e']) expect(stdout).not.toContain(raw);
    }
    const { stderr } = await run(['log', '\u001b[2J'], { url: db.url });
    expect(stderr).toContain("no ref '\\u001b[2J'");
  });

  it.skipIf(process.platform === 'win32')('is no trouble when its reader stops early', async () => {
    const { beginDeployment, endDeployment } = pggit(db.client);
    await beginDeployment('long');
    await db.client.query('create table app.long ()');
    // More than a pipe takes at once, or the command is done before anybody stops.
    await endDeployment({ message: 'a line of the message\n'.repeat(50_000) });
    const command = `"${process.execPath}" "${BIN}" log; echo "exit $?" >&2`;
    const { stdout, stderr } = await execa('sh', ['-c', `{ ${command}; } | head -n 1`], {
      env: environment({ url: db.url }),
      extendEnv: false,
    });
    expect(stdout).toMatch(/^commit [0-9a-f]{8}$/);
    expect(stderr).toBe('exit 0');
  });
});
