import type { UninstallReport } from '@pggit/core';
import type { Command } from 'commander';
import { confirm } from '../confirm.js';
import { define } from '../definition.js';
import { CliError, UsageError } from '../errors/cli-error.js';
import { type Context, handler } from '../handler.js';
import { addLockTimeout, type LockTimeoutOption, lockTimeoutOf } from './lock-timeout.js';

interface Options extends LockTimeoutOption {
  readonly yes?: boolean;
}

export function register(program: Command): void {
  const command = define(program.command('uninstall'), {
    summary: 'remove pggit and its history from a database',
    description:
      'Removes schema pggit with the whole history, the event triggers, the link triggers on ' +
      'history tables, and the roles of pggit where no other database needs them. Nothing that ' +
      'pggit did not create is dropped: if something depends on pggit, nothing is removed. DDL of ' +
      'other sessions goes on meanwhile, unrecorded; transactions that are being recorded are ' +
      'waited for. Asks first on a terminal; needs --yes anywhere else.',
    examples: [
      { run: 'pggit uninstall', to: 'to remove pggit after a question' },
      { run: 'pggit uninstall --yes', to: 'to remove pggit in a script' },
    ],
    json: {
      type: 'object',
      fields: {
        removed:
          'what was dropped, for example `table pggit.commits`; empty when pggit was not there',
        'roles[].name': 'a role of pggit that existed',
        'roles[].dropped': 'whether it was dropped',
        'roles[].reason': 'why it was kept',
      },
    },
  }).option('-y, --yes', 'do not ask');
  addLockTimeout(command).action(handler<Options>(undefined, run));
}

async function run(context: Context<Options>): Promise<undefined> {
  const { client, core, options, output } = context;
  const { installed } = await core.installationState(client);
  if (installed) await askFor(context);
  const report = await core.uninstall(client, lockTimeoutOf(options));
  output.result(report, render);
  return undefined;
}

async function askFor({ client, options, output }: Context<Options>): Promise<void> {
  if (options.yes) return;
  if (!process.stdin.isTTY || !process.stderr.isTTY) {
    throw new UsageError(
      'uninstall removes the whole history and cannot be undone',
      'add --yes to do it without being asked',
    );
  }
  const place = `database "${client.database}" on ${client.host}:${client.port}`;
  output.note(`This removes pggit and its whole history from ${place}. It cannot be undone.`);
  if (await confirm('Remove it?')) return;
  throw new CliError({ code: 'declined', message: 'not confirmed, nothing was changed' });
}

function render({ removed, roles }: UninstallReport): string {
  if (removed.length === 0) return 'pggit is not installed in this database, nothing to do';
  const kept = roles.filter(({ dropped }) => !dropped);
  return [
    `removed pggit (${removed.length} parts)`,
    ...kept.map(({ name, reason }) => `  kept role ${name}: ${reason}`),
  ].join('\n');
}
