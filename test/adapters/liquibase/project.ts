import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import type { JvmTool } from '@pggit/testing';
import type { Outcome } from '@pggit/testing/contract';
import { afterAll, beforeAll } from 'vitest';

/** The `pggit` command. */
export const PGGIT = fileURLToPath(new URL('../../../packages/cli/dist/index.js', import.meta.url));

/** Where a project's database is. */
interface Target {
  readonly url: string;
}

/** Liquibase's project: a folder with changelogs. */
export interface Project {
  readonly directory: string;
  write(file: string, content: string): Promise<void>;
}

/** A folder for the tests of a file. */
export function useProject(): Project {
  let directory = '';
  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'pggit-liquibase-'));
  });
  afterAll(() => rm(directory, { recursive: true, force: true }));
  return {
    get directory() {
      return directory;
    },
    async write(file, content) {
      const path = join(directory, file);
      await mkdir(dirname(path), { recursive: true });
      await writeFile(path, content);
    },
  };
}

/** A changelog of formatted SQL: each changeset with the attributes behind its id, and its lines. */
export function sqlChangelog(...changesets: readonly (readonly [string, ...string[]])[]): string {
  const parts = changesets.map(([head, ...lines]) => `--changeset ${head}\n${lines.join('\n')}\n`);
  return ['--liquibase formatted sql\n', ...parts].join('\n');
}

/** A changelog of XML around its changesets and includes. */
export function xmlChangelog(...elements: readonly string[]): string {
  const ns = 'http://www.liquibase.org/xml/ns/dbchangelog';
  return `<?xml version="1.0" encoding="UTF-8"?>
<databaseChangeLog xmlns="${ns}" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
  xsi:schemaLocation="${ns} ${ns}/dbchangelog-latest.xsd">
${elements.join('\n')}
</databaseChangeLog>
`;
}

/** The URL as a team writes it for Liquibase, with user and password in it. */
export function jdbcUrl({ url }: Target, parameters: Record<string, string> = {}): string {
  const { hostname, port, pathname, username, password } = new URL(url);
  const query = new URLSearchParams({
    user: decodeURIComponent(username),
    password: decodeURIComponent(password),
    ...parameters,
  });
  return `jdbc:postgresql://${hostname}:${port}${pathname}?${query}`;
}

/** The environment that tells Liquibase its database and changelog. */
export function settingsFor(target: Target, changelog: string): Record<string, string> {
  return {
    LIQUIBASE_COMMAND_URL: jdbcUrl(target),
    LIQUIBASE_COMMAND_CHANGELOG_FILE: changelog,
    LIQUIBASE_SHOW_BANNER: 'false',
  };
}

/** Runs Liquibase itself, as it is without pggit's command; never rejects, and ends within a minute. */
export function runLiquibase(
  tool: JvmTool,
  { directory }: Project,
  settings: Record<string, string>,
  ...args: readonly string[]
): Promise<Outcome> {
  return startLiquibase(tool, directory, settings, ...args).outcome;
}

/** Runs `pggit` in the project's folder. */
export function runPggit(
  { directory }: Project,
  env: Record<string, string>,
  ...args: readonly string[]
): Promise<Outcome> {
  return startProgram(process.execPath, [PGGIT, ...args], { cwd: directory, env }).outcome;
}

export function startLiquibase(
  tool: JvmTool,
  directory: string,
  settings: Record<string, string>,
  ...args: readonly string[]
) {
  const { file, args: all, env } = tool.command(...args);
  return startProgram(file, all, { cwd: directory, env: { ...env, ...settings } });
}

/** Starts a program with nothing of the environment of whoever runs the tests. */
function startProgram(
  file: string,
  args: readonly string[],
  options: { cwd: string; env: Record<string, string> },
) {
  const child = spawn(file, args, {
    cwd: options.cwd,
    env: { PATH: process.env.PATH ?? '', TZ: 'UTC', ...options.env },
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: 60_000,
  });
  const outcome = Promise.all([once(child, 'close'), text(child.stdout), text(child.stderr)]).then(
    ([[exitCode], stdout, stderr]): Outcome => ({ exitCode, stdout, stderr }),
  );
  return { process: child, outcome };
}
