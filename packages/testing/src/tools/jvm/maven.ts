import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { cached } from '../cached.js';

const run = promisify(execFile);

/** Minutes would be a hang; the jars of a tool are some 20 MB. */
const PATIENCE = 180_000;

const COPY_JARS = 'org.apache.maven.plugins:maven-dependency-plugin:3.9.0:copy-dependencies';

/** The file that pins what a tool consists of. */
export function pomOf(tool: string): string {
  return fileURLToPath(new URL(`../../../jvm/${tool}/pom.xml`, import.meta.url));
}

/**
 * The folder with the jars of a tool.
 *
 * @throws Error when Maven is missing or cannot get one of them
 */
export function jarsOf(tool: string): Promise<string> {
  return fetched(tool, (folder) => [COPY_JARS, `-DoutputDirectory=${folder}`]);
}

/**
 * A local repository with the Maven plugin that is the tool, and all it needs to run offline. Only running it
 * brings everything, so it is run once, with what makes it do nothing.
 *
 * @throws Error when Maven is missing or cannot get one of them
 */
export function repositoryOf(
  tool: string,
  goalThatDoesNothing: readonly string[],
): Promise<string> {
  return fetched(tool, (folder) => [`-Dmaven.repo.local=${folder}`, ...goalThatDoesNothing]);
}

/** What Maven gets, which the user's cache keeps under the hash of what was asked for. */
async function fetched(tool: string, goal: (folder: string) => string[]): Promise<string> {
  const pom = pomOf(tool);
  const wanted = createHash('sha256')
    .update(await readFile(pom))
    .digest('hex');
  return cached(`${tool}-${wanted.slice(0, 16)}`, async (folder) => {
    await maven(pom, ...goal(folder));
    return folder;
  });
}

async function maven(pom: string, ...args: readonly string[]): Promise<void> {
  try {
    await run('mvn', ['--batch-mode', '--quiet', '--file', pom, ...args], { timeout: PATIENCE });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') throw new Error('no Maven on PATH');
    const { stdout = '', message } = error as Error & { stdout?: string };
    throw new Error(`Maven failed: ${/\[ERROR\] (.*)/.exec(stdout)?.[1] ?? message}`);
  }
}
