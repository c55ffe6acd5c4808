import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { flyway, launcher, liquibase } from '@pggit/testing/server';
import { createDatabase } from './database.mjs';
import { cli, show, step } from './terminal.mjs';

const fixtures = fileURLToPath(new URL('../../fixtures/', import.meta.url));

/**
 * Each has its project in `fixtures/`, names for a connection, what makes pggit record its runs, a command for
 * migrations and those of one more folder, and something to say about how a run ended.
 */
const TOOLS = [
  {
    name: 'Flyway',
    find: flyway,
    folder: 'flyway',
    connection: ['FLYWAY_URL', 'FLYWAY_USER', 'FLYWAY_PASSWORD'],
    prepare: (project) => show(project, 'flyway', 'init', '--dir', project.scratch),
    migrate: ({ program, scratch }, next) => {
      const folders = ['migrations', 'repeatables', next, scratch];
      const locations = folders.map((folder) => `filesystem:${folder}`).join();
      return program.command(`-locations=${locations}`, 'migrate');
    },
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
    prepare: ({ program, scratch }) => {
      writeFileSync(join(scratch, 'liquibase'), launcher(program), { mode: 0o755 });
    },
    migrate: ({ scratch }, next) => {
      const args = ['liquibase', '--', `--search-path=.,${next}`, 'update'];
      console.log(`$ pggit ${args.join(' ')}`);
      const env = { PATH: `${scratch}${delimiter}${process.env.PATH}` };
      return { file: process.execPath, args: [cli, ...args], env };
    },
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
    const scratch = mkdtempSync(join(tmpdir(), 'pggit-start-'));
    try {
      grow(tool, { url, scratch, cwd: `${fixtures}${tool.folder}`, program: programs[at] });
    } finally {
      rmSync(scratch, { recursive: true });
    }
    grown.push([tool.name, url]);
  }
  return grown;
}

function grow({ name, connection, prepare, migrate, failed, applied, unit }, project) {
  const { host, pathname, username, password } = new URL(project.url);
  const values = [`jdbc:postgresql://${host}${pathname}`, username, password];
  const address = Object.fromEntries(connection.map((variable, at) => [variable, values[at]]));
  prepare(project);
  for (const next of ['broken', 'repaired']) {
    const { file, args, env } = migrate(project, next);
    const { stdout, stderr } = spawnSync(file, args, {
      cwd: project.cwd,
      encoding: 'utf8',
      env: { ...process.env, ...env, ...address },
    });
    const count = applied.exec(stdout)?.[1];
    const outcome = count === undefined ? stderr : `${count} ${unit} applied`;
    console.log(`${name}: ${failed.exec(stderr)?.[1] ?? outcome}`);
  }
  show(project, 'log', '--oneline');
  show(project, 'deployments');
}
