import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { postgresMajor } from '../vitest/run.js';
import { findPrograms } from './find-programs.js';
import { skipped } from './skipped.js';

/** What PostgreSQL's own client programs have printed. */
export interface ProgramResult {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** PostgreSQL's client programs, of a major that fits the server of the run. */
export interface ClientPrograms {
  /** Where they are, for whoever starts them in some other way. */
  readonly folder: string;
  /** The output of `pg_dump`. @throws Error with what it printed when it fails */
  dump(url: string, ...args: readonly string[]): Promise<string>;
  /** Runs `psql` on a script, which stops at its first error unless `args` say otherwise. */
  psql(url: string, script: string, ...args: readonly string[]): Promise<ProgramResult>;
  /** Runs one of the programs; `input` is what it reads from standard input. */
  run(
    program: 'pg_dump' | 'pg_restore' | 'psql',
    args: readonly string[],
    input?: string,
  ): Promise<ProgramResult>;
}

/**
 * PostgreSQL's client programs, to be awaited at the top of a test file whose tests skip without
 * them: `describe.skipIf(programs === undefined)`. The embedded servers come without any. Where
 * none can be had, one line on stderr says so and why.
 *
 * @throws Error when none can be had in CI, where a test must not disappear unseen
 */
export async function clientPrograms(): Promise<ClientPrograms | undefined> {
  const major = postgresMajor();
  try {
    const folder = await findPrograms(major);
    return programsIn(folder);
  } catch (error) {
    const reason = error instanceof Error ? error.message.trim().split('\n').join(' ') : error;
    return skipped(`no pg_dump for PostgreSQL ${major}: ${reason}`, error);
  }
}

function programsIn(folder: string): ClientPrograms {
  const run: ClientPrograms['run'] = (program, args, input = '') =>
    new Promise((resolve, reject) => {
      const child = spawn(join(folder, program), args, { env: environment() });
      const printed = { stdout: '', stderr: '' };
      for (const stream of ['stdout', 'stderr'] as const) {
        child[stream].setEncoding('utf8').on('data', (text: string) => {
          printed[stream] += text;
        });
      }
      child.once('error', reject);
      child.once('close', (code) => resolve({ code: code ?? -1, ...printed }));
      child.stdin.on('error', () => {}); // a program that ends early does not read on
      child.stdin.end(input);
    });
  return {
    folder,
    run,
    dump: async (url, ...args) => {
      const { code, stdout, stderr } = await run('pg_dump', [...args, `--dbname=${url}`]);
      if (code !== 0) throw new Error(`pg_dump ended with ${code}: ${stderr}`);
      return stdout;
    },
    psql: (url, script, ...args) =>
      run('psql', ['-X', '-q', '-v', 'ON_ERROR_STOP=1', ...args, '-d', url, '-f', '-'], script),
  };
}

/** The caller's PG* variables mean another server. */
function environment(): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^PG[A-Z]/.test(name)));
}
