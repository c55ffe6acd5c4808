import type { Command } from 'commander';
import { define } from '../definition.js';
import { defaultName } from '../run/default-name.js';
import { addRunOptions, RUN_EXIT_CODES, type RunOptions, runWith } from '../run/run-options.js';
import { argumentsOf, isQuestion } from '../run/tool-arguments.js';
import { registerCallback } from './flyway/callback.js';
import { registerInit } from './flyway/init.js';

interface Options extends RunOptions {
  readonly program?: string;
}

export function register(parent: Command): void {
  const flyway = define(parent.command('flyway'), {
    summary: 'run Flyway as one deployment, or make it record its runs by itself',
    description:
      'Runs Flyway, whose database it finds where Flyway does: in -url behind the --, in FLYWAY_URL, in the files ' +
      'that Flyway reads. Where Flyway goes is not its to say. Input, output, signals and exit code are those of Flyway. With the callbacks of pggit flyway ' +
      'init runs that start without pggit are recorded as well, and only with them it is known what each ' +
      'migration changed.',
    examples: [
      { run: 'pggit flyway init --dir db/pggit', to: 'to write the callbacks' },
      { run: 'pggit flyway -- migrate', to: 'to record a run' },
      {
        run: 'pggit flyway --tag billing -- -environment=prod migrate',
        to: 'to put a label on its commit',
      },
    ],
    exitCodes: RUN_EXIT_CODES,
  }).argument('[arguments...]', "Flyway's arguments, behind --");
  addRunOptions(flyway, 'flyway and its command')
    .option('--program <file>', 'what starts Flyway; flyway on the PATH by default')
    .action(run);
  registerInit(flyway);
  registerCallback(flyway);
}

async function run(this: Command): Promise<void> {
  const options: Options = this.optsWithGlobals();
  const args = argumentsOf(this);
  const command = [options.program ?? 'flyway', ...args];
  const { findFlywayTarget } = await import('./flyway/target.js');
  // Every option is one word, and what it says may be anything.
  const words = args.filter((arg) => !arg.startsWith('-'));
  const isAlone = words.length === 0 || isQuestion(args);
  await runWith(command, defaultName(['flyway', ...words]), { ...options, isAlone }, () =>
    findFlywayTarget(command, options.url, process.env),
  );
}
