import { join } from 'node:path';
import { skipped } from '../skipped.js';
import { archivedClasses, migrateWithFlyway, migrateWithLiquibase } from './class-archive.js';
import { findJava, SHORT_LIVED } from './java.js';
import { jarsOf, pomOf, repositoryOf } from './maven.js';

/** The command of a child process. */
export interface ToolCommand {
  readonly file: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

/** A migration tool that runs on the JVM. */
export interface JvmTool {
  /** As it reads in the names of tests: `Flyway 12`. */
  readonly name: string;
  /** Its command with these arguments, as its own launcher would take them. */
  command(...args: readonly string[]): ToolCommand;
}

// Neither asks its maker for anything: that takes a quarter of a run's time, also without a network.
const FLYWAY = {
  options: [],
  main: ['org.flywaydb.commandline.Main', '-skipCheckForUpdate'],
  migrate: migrateWithFlyway,
};
const LIQUIBASE = {
  options: ['-Dliquibase.analytics.enabled=false'],
  main: ['liquibase.integration.commandline.LiquibaseCommandLine'],
  migrate: migrateWithLiquibase,
};

/**
 * Flyway, to be awaited at the top of a test file whose tests skip without it: the command line of 10, 11
 * and 12, the Maven plugin of 13. Where Java or Maven is missing, one line on stderr says so.
 *
 * @throws Error when it cannot run in CI, where a test must not disappear unseen
 */
export function flyway(major: 10 | 11 | 12 | 13 = 12): Promise<JvmTool | undefined> {
  const name = `Flyway ${major}`;
  return orSkip(name, () =>
    major === 13 ? mavenPlugin(name, `flyway-${major}`) : program(name, `flyway-${major}`, FLYWAY),
  );
}

/**
 * Liquibase's command line, as {@link flyway}.
 *
 * @throws Error when it cannot run in CI
 */
export function liquibase(major: 4 | 5 = 4): Promise<JvmTool | undefined> {
  const name = `Liquibase ${major}`;
  return orSkip(name, () => program(name, `liquibase-${major}`, LIQUIBASE));
}

/** A program that starts the tool, as its distribution has one. */
export function launcher(tool: JvmTool): string {
  const { file, args } = tool.command();
  const words = [file, ...args].map((word) => `'${word.replaceAll("'", "'\\''")}'`);
  return `#!/bin/sh\nexec ${words.join(' ')} "$@"\n`;
}

async function program(
  name: string,
  tool: string,
  { options, main, migrate }: typeof FLYWAY | typeof LIQUIBASE,
): Promise<JvmTool> {
  const [java, jars] = [await findJava(), await jarsOf(tool)];
  const start = [...options, '-cp', join(jars, '*'), ...main];
  const archived = await archivedClasses(java, { start, migrate });
  return {
    name,
    command: (...args) => ({ file: java, args: [...archived, ...SHORT_LIVED, ...start, ...args] }),
  };
}

/** Takes the arguments of Flyway's command line: `-key=value` is a property, the rest are goals. */
async function mavenPlugin(name: string, tool: string): Promise<JvmTool> {
  await findJava();
  const pom = pomOf(tool);
  const repository = await repositoryOf(tool, ['flyway:info', '-Dflyway.skip=true']);
  return {
    name,
    command: (...args) => ({
      file: 'mvn',
      args: [
        ...['--batch-mode', '--offline', `-Dmaven.repo.local=${repository}`, '--file', pom],
        ...args.map((arg) => arg.replace(/^-/, '-Dflyway.').replace(/^(?!-)/, 'flyway:')),
      ],
      env: { MAVEN_OPTS: SHORT_LIVED.join(' ') },
    }),
  };
}

/**
 * What was found; undefined where it cannot run, which one line on stderr says.
 *
 * @throws Error when that is so in CI
 */
export async function orSkip<T>(name: string, find: () => Promise<T>): Promise<T | undefined> {
  try {
    return await find();
  } catch (error) {
    return skipped(`${name} cannot run: ${(error as Error).message}`, error);
  }
}
