import type { Command } from 'commander';
import { define } from '../definition.js';
import { defaultName } from '../run/default-name.js';
import { addRunOptions, RUN_EXIT_CODES, type RunOptions, runWith } from '../run/run-options.js';
import { argumentsOf, isQuestion } from '../run/tool-arguments.js';
import { registerAttach } from './liquibase/attach.js';
import { registerInit } from './liquibase/init.js';

interface Options extends RunOptions {
  readonly program?: string;
}

export function register(parent: Command): void {
  const liquibase = define(parent.command('liquibase'), {
    summary: 'run Liquibase as one deployment whose outcome is certain',
    description:
      'Runs Liquibase, whose database it finds where Liquibase does: in --url behind the --, in ' +
      'LIQUIBASE_COMMAND_URL, in its properties files. Where Liquibase goes stays for it to say. Input, output, signals and exit code are those of Liquibase. ' +
      'Runs that start without pggit are recorded as well; then nothing says whether they succeeded.',
    examples: [
      { run: 'pggit liquibase -- update', to: 'to record a run' },
      {
        run: 'pggit liquibase --tag billing -- --changelog-file=db/billing.xml update',
        to: 'to put a label on its commit',
      },
      { run: 'pggit liquibase attach', to: "to put pggit's triggers on tables that have none" },
    ],
    exitCodes: RUN_EXIT_CODES,
  }).argument('[arguments...]', "Liquibase's arguments, behind --");
  addRunOptions(liquibase, 'liquibase and its command')
    .option('--program <file>', 'what starts Liquibase; liquibase on the PATH by default')
    .action(run);
  registerAttach(liquibase);
  registerInit(liquibase);
}

async function run(this: Command): Promise<void> {
  const options: Options = this.optsWithGlobals();
  const args = argumentsOf(this);
  const command = [options.program ?? 'liquibase', ...args];
  const { findLiquibaseTarget } = await import('./liquibase/target.js');
  const name = defaultName(['liquibase', ...args]);
  await runWith(command, name, { ...options, isAlone: isQuestion(args) }, () =>
    findLiquibaseTarget(command, options.url, process.env),
  );
}
