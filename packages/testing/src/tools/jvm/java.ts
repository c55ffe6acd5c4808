import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** What all the tools here run on. */
const OLDEST = 17;

/** A JVM lives for a second or two: compiling less and one collector thread halve what that costs. */
export const SHORT_LIVED: readonly string[] = ['-XX:TieredStopAtLevel=1', '-XX:+UseSerialGC'];

/**
 * The Java that JAVA_HOME names, else the one on PATH.
 *
 * @throws Error that says why there is none
 */
export async function findJava(): Promise<string> {
  const home = process.env.JAVA_HOME;
  const java = home ? join(home, 'bin', 'java') : 'java';
  const version = await versionOf(java);
  if (version !== undefined && version >= OLDEST) return java;
  const found = version === undefined ? 'no Java' : `Java ${version}`;
  throw new Error(`${found} ${home ? `in JAVA_HOME (${home})` : 'on PATH'}, ${OLDEST} is needed`);
}

async function versionOf(java: string): Promise<number | undefined> {
  try {
    const { stderr } = await run(java, ['-version']);
    return Number(/version "(\d+)/.exec(stderr)?.[1] ?? Number.NaN);
  } catch {
    return undefined;
  }
}
