import { cp, mkdir, mkdtemp, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { postgresMajor, useDatabase } from '@pggit/testing';
import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { normalise } from '../cli/pggit.js';
import { answerOf, examplesOn } from './page.js';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

const COMMANDS = {
  pggit: 'cli/dist/index.js',
  'pggit-node-pg-migrate': 'node-pg-migrate/dist/cli/bin.js',
};

// The page shows expressions as PostgreSQL 17 writes them.
describe.skipIf(postgresMajor() !== 17)('the month in tutorials/cqrs-month.md', () => {
  const db = useDatabase({ engine: false });
  let parent: string;
  let project: string;

  beforeAll(async () => {
    parent = await realpath(await mkdtemp(join(tmpdir(), 'pggit-tutorial-')));
    project = join(parent, 'metering');
    await cp(join(ROOT, 'fixtures/node-pg-migrate'), project, {
      recursive: true,
      filter: (path) => !path.endsWith('node_modules'),
    });
    await symlink(join(ROOT, 'node_modules'), join(project, 'node_modules'));
    // npm links them only where they were built before it installed.
    await mkdir(join(parent, 'bin'));
    for (const [name, file] of Object.entries(COMMANDS)) {
      const shim = `#!/bin/sh\nexec node '${join(ROOT, 'packages', file)}' "$@"\n`;
      await writeFile(join(parent, 'bin', name), shim, { mode: 0o755 });
    }
  });
  afterAll(() => rm(parent, { recursive: true }));

  /** What a shell shows, in the project. `npx` would only find what is found here without it. */
  async function shellSays(code: string): Promise<string> {
    const { stdout } = await execa('sh', ['-c', `exec 2>&1\n${code.replaceAll('npx ', '')}`], {
      cwd: project,
      stdin: 'ignore',
      reject: false,
      extendEnv: false,
      env: {
        PATH: `${parent}/bin:${project}/node_modules/.bin:${process.env.PATH}`,
        DATABASE_URL: db.url,
        TZ: 'UTC',
      },
    });
    return stdout;
  }

  it('is what the page says, command by command', async () => {
    const examples = examplesOn('tutorials/cqrs-month.md', 'sql|sh');
    expect(examples.length).toBeGreaterThan(20);
    for (const { language, code, result } of examples) {
      const answer = await (language === 'sql' ? answerOf(db.client, code) : shellSays(code));
      if (result === undefined) {
        expect([code, answer]).not.toEqual([code, expect.stringMatching(/^ERROR/)]);
      } else {
        expect([code, comparable(answer)]).toEqual([
          code,
          expect.stringMatching(patternOf(comparable(result))),
        ]);
      }
    }
  }, 120_000);
});

/** Ids, times, versions of pggit and the width of columns are different each time. */
function comparable(text: string): string {
  return normalise(text.trim())
    .replaceAll(/\bpggit \d+\.\d+\.\d+/g, 'pggit <version>')
    .replaceAll(/(?<=\S) +/g, ' ')
    .replaceAll(/ +$/gm, '');
}

/** A line of three dots stands for any number of lines. */
function patternOf(text: string): RegExp {
  const parts = text
    .split(/^\.\.\.$/m)
    .map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('[\\s\\S]*')}$`);
}
