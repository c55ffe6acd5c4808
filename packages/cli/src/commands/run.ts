import type { Command } from 'commander';
import { define } from '../definition.js';
import { defaultName } from '../run/default-name.js';
import { findTarget } from '../run/find-database.js';
import {
  addRunOptions,
  collected,
  RUN_EXIT_CODES,
  type RunOptions,
  runWith,
} from '../run/run-options.js';

interface Options extends RunOptions {
  readonly urlEnv?: readonly string[];
}

export function register(program: Command): void {
  const command = define(program.command('run'), {
    summary: 'run a migration tool as one deployment',
    description:
      'Runs a command and records what it changes as one deployment: its sessions get the id by ' +
      'PGOPTIONS, by the URL in DATABASE_URL and by their application name. Input, output, signals and ' +
      'exit code are those of the command. Where pggit cannot record, the command runs all the same.',
    examples: [
      { run: 'pggit run -- npx knex migrate:latest', to: 'to record a run of Knex' },
      {
        run: 'pggit run --name "release 12" --tag billing --required -- psql -f billing.sql',
        to: 'to record a script, or fail where that is not possible',
      },
      {
        run: 'pggit run --url-env DIRECT_URL -- npx prisma migrate deploy',
        to: 'to record a tool that reads its URL from another variable',
      },
    ],
    exitCodes: RUN_EXIT_CODES,
  }).argument('<command...>', 'the command and its arguments, behind --');
  addRunOptions(command, 'the command without its options')
    .option(
      '--url-env <name>',
      'variable that holds the URL, DATABASE_URL by default; may be given again',
      collected,
    )
    .action(run);
}

async function run(this: Command): Promise<void> {
  const options: Options = this.optsWithGlobals();
  const [command = []] = this.processedArgs as [string[]?];
  await runWith(command, defaultName(command), options, () =>
    findTarget(options.url, options.urlEnv ?? [], process.env),
  );
}
