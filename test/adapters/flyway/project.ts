import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { type CallbackOptions, writeCallbacks } from '@pggit/flyway';
import { flyway, type JvmTool } from '@pggit/testing';
import { afterEach, beforeEach } from 'vitest';

/** How a run of Flyway ended. */
export interface FlywayOutcome {
  readonly exitCode: number | null;
  readonly output: string;
}

/** A run that goes on. */
export interface RunningFlyway {
  readonly process: ReturnType<typeof spawn>;
  readonly outcome: Promise<FlywayOutcome>;
}

/** A project of Flyway, in a folder of its own for each test. */
export interface FlywayProject {
  readonly directory: string;
  /** Writes files into the folder of migrations: `{ 'V1__a.sql': 'create table a ()' }`. */
  write(files: Readonly<Record<string, string>>): Promise<void>;
  /** Takes pggit's callbacks into the project, as `pggit flyway init` does. */
  addCallbacks(options?: CallbackOptions): Promise<void>;
  /** Starts Flyway with arguments behind those that say where everything is. */
  start(url: string, ...args: readonly string[]): RunningFlyway;
  /** Runs it to its end; never rejects. */
  run(url: string, ...args: readonly string[]): Promise<FlywayOutcome>;
}

/** What hangs is a bug, and must not hold up everybody. */
export const PATIENCE = 60_000;

const tools = new Map<number, JvmTool | undefined>();

/** Flyway of a major; undefined where it cannot run here. To be awaited at the top of a test file. */
export async function flywayOf(major: 10 | 11 | 12 | 13 = 12): Promise<JvmTool | undefined> {
  if (!tools.has(major)) tools.set(major, await flyway(major));
  return tools.get(major);
}

/** Call it where hooks are registered. */
export function useFlywayProject(tool: JvmTool | undefined): FlywayProject {
  let directory = '';
  const started: ReturnType<typeof spawn>[] = [];
  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'pggit-flyway-'));
    await mkdir(join(directory, 'sql'));
  });
  afterEach(async () => {
    for (const child of started.splice(0)) child.kill('SIGKILL');
    await rm(directory, { recursive: true, force: true });
  });

  const start = (url: string, ...args: readonly string[]): RunningFlyway => {
    if (tool === undefined) throw new Error('Flyway cannot run here');
    const command = tool.command(...addressOf(url), ...locationsOf(args, directory), ...args);
    const child = spawn(command.file, command.args, {
      cwd: directory,
      env: { PATH: process.env.PATH ?? '', HOME: process.env.HOME ?? '', ...command.env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    started.push(child);
    const outcome = Promise.all([
      once(child, 'close'),
      text(child.stdout),
      text(child.stderr),
    ]).then(([[exitCode], out, err]) => ({ exitCode, output: out + err }));
    return { process: child, outcome };
  };
  return {
    get directory() {
      return directory;
    },
    async write(files) {
      for (const [name, contents] of Object.entries(files)) {
        const path = join(directory, 'sql', name);
        await mkdir(dirname(path), { recursive: true });
        await writeFile(path, contents);
      }
    },
    async addCallbacks(options) {
      await writeCallbacks(join(directory, 'pggit'), options);
    },
    start,
    run: (url, ...args) => start(url, ...args).outcome,
  };
}

/** The address of a database as Flyway wants it. */
export function addressOf(url: string): string[] {
  const { hostname, port, pathname, username, password, searchParams } = new URL(url);
  const query = searchParams.size === 0 ? '' : `?${searchParams}`;
  return [
    `-url=jdbc:postgresql://${hostname}:${port}${pathname}${query}`,
    `-user=${username}`,
    `-password=${decodeURIComponent(password)}`,
  ];
}

/** The folder of migrations and that of the callbacks, unless the arguments say otherwise. */
function locationsOf(args: readonly string[], directory: string): string[] {
  if (args.some((arg) => arg.startsWith('-locations='))) return [];
  return [`-locations=filesystem:${join(directory, 'sql')},filesystem:${join(directory, 'pggit')}`];
}
