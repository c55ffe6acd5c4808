import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { startEmbeddedServer } from '../../server/embedded.js';
import { cached } from '../cached.js';
import { SHORT_LIVED } from './java.js';

const run = promisify(execFile);

const ARCHIVE = 'classes.jsa';

/** A program on the JVM, and how it migrates. */
interface JvmProgram {
  /** The options of Java and the arguments that start it. */
  readonly start: readonly string[];
  /** The arguments that run the migrations which it writes into a folder. */
  migrate(folder: string, url: URL): Promise<readonly string[]>;
}

/**
 * The options of Java that let a program begin with its classes as a run has had them in memory, which takes
 * a third off what it needs of a processor. They are kept in the user's cache, for this Java and these jars;
 * where none can be made the program just takes longer.
 */
export async function archivedClasses(java: string, program: JvmProgram): Promise<string[]> {
  const { stderr: version } = await run(java, ['-version']);
  const hash = createHash('sha256').update(JSON.stringify([version, java, program.start]));
  try {
    const folder = await cached(`classes-${hash.digest('hex').slice(0, 16)}`, async (scratch) => {
      await archive(java, program, join(scratch, ARCHIVE));
      return scratch;
    });
    // Java goes without an archive that it cannot use, but would say so where the program speaks.
    return [`-XX:SharedArchiveFile=${join(folder, ARCHIVE)}`, '-Xlog:disable'];
  } catch {
    return [];
  }
}

/** Has the program migrate once, so that all it needs for that is among the classes. */
async function archive(java: string, { start, migrate }: JvmProgram, file: string): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'pggit-classes-'));
  const server = await startEmbeddedServer();
  try {
    const args = await migrate(folder, new URL(server.url));
    await run(java, [`-XX:ArchiveClassesAtExit=${file}`, ...SHORT_LIVED, ...start, ...args]);
  } finally {
    await server.dispose();
    await rm(folder, { recursive: true });
  }
}

/** The first migration of whatever tool. */
const FIRST = 'create table first (id int);\n';

/** Runs a migration with Flyway. */
export async function migrateWithFlyway(folder: string, url: URL): Promise<string[]> {
  await writeFile(join(folder, 'V1__first.sql'), FIRST);
  return [
    ...[`-url=jdbc:postgresql://${url.host}${url.pathname}`, `-user=${url.username}`],
    ...[`-password=${url.password}`, `-locations=filesystem:${folder}`, 'migrate'],
  ];
}

/** Runs a changeset with Liquibase. */
export async function migrateWithLiquibase(folder: string, url: URL): Promise<string[]> {
  const changelog = `--liquibase formatted sql\n--changeset me:1\n${FIRST}`;
  await writeFile(join(folder, 'changelog.sql'), changelog);
  return [
    ...[`--url=jdbc:postgresql://${url.host}${url.pathname}`, `--username=${url.username}`],
    ...[`--password=${url.password}`, `--search-path=${folder}`],
    ...['--changelog-file=changelog.sql', 'update'],
  ];
}
