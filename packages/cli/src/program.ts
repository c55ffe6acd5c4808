import { readFileSync } from 'node:fs';
import { Command } from 'commander';
import * as capture from './commands/capture.js';
import * as compare from './commands/compare.js';
import * as cqrs from './commands/cqrs.js';
import * as deployments from './commands/deployments.js';
import * as explain from './commands/explain.js';
import * as flyway from './commands/flyway.js';
import * as routine from './commands/function.js';
import * as install from './commands/install.js';
import * as link from './commands/link.js';
import * as liquibase from './commands/liquibase.js';
import * as log from './commands/log.js';
import * as migrations from './commands/migrations.js';
import * as recover from './commands/recover.js';
import * as run from './commands/run.js';
import * as show from './commands/show.js';
import * as snapshot from './commands/snapshot.js';
import * as status from './commands/status.js';
import * as uninstall from './commands/uninstall.js';
import * as upgrade from './commands/upgrade.js';
import * as verify from './commands/verify.js';
import { ENVIRONMENT } from './environment.js';
import { EXIT_MEANINGS } from './exit-codes.js';

/** In the order in which help lists them. */
const COMMANDS = [
  install,
  upgrade,
  uninstall,
  verify,
  status,
  log,
  show,
  capture,
  explain,
  deployments,
  migrations,
  routine,
  snapshot,
  compare,
  cqrs,
  link,
  recover,
  run,
  flyway,
  liquibase,
];

/** The command tree. Making it touches no database. */
export function createProgram(): Command {
  const program = new Command('pggit')
    .description("Version control for a PostgreSQL database's schema.")
    .version(packageVersion(), '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print help')
    .helpCommand('help [command]', 'print help of a command')
    .option('--url <url>', 'the database: postgres://user:password@host:port/database')
    .option('--json', 'print JSON')
    .option('--verbose', 'print more, and stack traces of errors')
    .configureHelp({ showGlobalOptions: true })
    // Thrown and told in one place, see index.ts.
    .configureOutput({ outputError: () => {} })
    .exitOverride()
    .addHelpText('after', () => afterHelp());
  for (const { register } of COMMANDS) register(program);
  return program;
}

function afterHelp(): string {
  const width = Math.max(...ENVIRONMENT.map(([name]) => name.length));
  const variables = ENVIRONMENT.map(([name, text]) => `  ${name.padEnd(width)}  ${text}`);
  const codes = Object.entries(EXIT_MEANINGS).map(([code, text]) => `  ${code.padEnd(3)}  ${text}`);
  return `
Examples:
  $ pggit install
      to install pggit in the database that DATABASE_URL names
  $ pggit log --oneline --limit 10
      to see the ten newest commits
  $ pggit run -- npx knex migrate:latest
      to run a migration tool as one deployment
  $ pggit show
      to see what the newest commit changed, and which migration did it

Environment:
${variables.join('\n')}

Exit codes:
${codes.join('\n')}`;
}

function packageVersion(): string {
  const file = new URL('../package.json', import.meta.url);
  return JSON.parse(readFileSync(file, 'utf8')).version;
}
