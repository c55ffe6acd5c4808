import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { flyway, liquibase } from '@pggit/testing/server';
import { createDatabase } from './database.mjs';
import { show, step } from './terminal.mjs';

const fixtures = fileURLToPath(new URL('../../fixtures/', import.meta.url));

/** Each has its project in `fixtures/`, names for a connection, and something to say about how a run ended. */
const TOOLS = [
  {
    name: 'Flyway',
    find: flyway,
    folder: 'flyway',
    connection: ['FLYWAY_URL', 'FLYWAY_USER', 'FLYWAY_PASSWORD'],
    prepare: (project, callbacks) => show(project, 'flyway', 'init', '--dir', callbacks),
    migrate: (next, callbacks) => [
      `-locations=filesystem:migrations,filesystem:repeatables,filesystem:${next},filesystem:${callbacks}`,
      'migrate',
    ],
    failed: /^Message +: (.*)/m,
    applied: /^Successfully applied (\d+)/m,
    unit: 'migrations',
  },
  {
    name: 'Liquibase',
    find: liquibase,
    folder: 'liquibase',
    connection: [
      'LIQUIBASE_COMMAND_URL',
      'LIQUIBASE_COMMAND_USERNAME',
      'LIQUIBASE_COMMAND_PASSWORD',
    ],
    migrate: (next) => [`--search-path=.,${next}`, 'update'],
    failed: /Primary Reason: +(.*)/,
    applied: /^Run: +(\d+)/m,
    unit: 'changesets',
  },
];

/**
 * Grows the database with Flyway and with Liquibase, in two runs each, one of which fails. Where there is no
 * Java, or no Maven to get the tools with, one line says so.
 *
 * @returns the names of the tools with the URLs of their databases
 */
export async function growWithJvmTools(server) {
  step('The same database, grown by Flyway and by Liquibase');
  const programs = [];
  for (const { find } of TOOLS) {
    const program = await find().catch((error) => console.error(error.message));
    if (program === undefined) return []; // what the one lacks, the other lacks too
    programs.push(program);
  }
  console.log(programs.map(({ name }) => name).join(', '));

  const grown = [];
  for (const [at, tool] of TOOLS.entries()) {
    step(`${tool.name}: two runs, one of which is broken`);
    const { url } = await createDatabase(server, `metering_${tool.folder}`);
    grow(tool, programs[at], { url, cwd: `${fixtures}${tool.folder}` });
    grown.push([tool.name, url]);
  }
  return grown;
}

function grow({ name, connection, prepare, migrate, failed, applied, unit }, program, project) {
  const { host, pathname, username, password } = new URL(project.url);
  const values = [`jdbc:postgresql://${host}${pathname}`, username, password];
  const address = Object.fromEntries(connection.map((variable, at) => [variable, values[at]]));
  const scratch = mkdtempSync(join(tmpdir(), 'pggit-start-'));
  try {
    prepare?.(project, scratch);
    for (const next of ['broken', 'repaired']) {
      const { file, args, env } = program.command(...migrate(next, scratch));
      const { stdout, stderr } = spawnSync(file, args, {
        cwd: project.cwd,
        encoding: 'utf8',
        env: { ...process.env, ...env, ...address },
      });
      const [, error] = failed.exec(stderr) ?? [];
      const [, count] = applied.exec(stdout) ?? [];
      console.log(`${name}: ${error ?? `${count} ${unit} applied`}`);
    }
  } finally {
    rmSync(scratch, { recursive: true });
  }
  show(project, 'log', '--oneline');
  show(project, 'deployments');
}
