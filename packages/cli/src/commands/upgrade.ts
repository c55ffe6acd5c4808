import type { Command } from 'commander';
import { define } from '../definition.js';
import { EXIT, EXIT_MEANINGS } from '../exit-codes.js';
import { handler } from '../handler.js';
import { addLockTimeout } from './lock-timeout.js';
import { INSTALL_FIELDS, type InstallCommandOptions, runInstall } from './run-install.js';

export function register(program: Command): void {
  const command = define(program.command('upgrade'), {
    summary: 'bring the engine to the version of this package',
    description:
      'The same as install: one transaction brings the engine in the database to the version of ' +
      'this package, repairs what is missing or altered, and keeps the history. DDL of other ' +
      'sessions never fails or waits for it; what they change meanwhile is part of the ' +
      "upgrade's own commit, or drift. An event trigger that was disabled stays disabled.",
    examples: [
      { run: 'pggit upgrade', to: 'to upgrade the engine after `npm install @pggit/cli@latest`' },
      { run: 'pggit upgrade --dry-run', to: 'to read the SQL of the upgrade first' },
      {
        run: 'pggit upgrade --lock-timeout 60',
        to: 'to try for a minute until open transactions with DDL have ended',
      },
    ],
    json: { type: 'object', fields: INSTALL_FIELDS },
    exitCodes: { [EXIT.engineNewer]: EXIT_MEANINGS[EXIT.engineNewer] },
  }).option('--dry-run', 'change nothing, print the SQL that would run');
  addLockTimeout(command).action(handler<InstallCommandOptions>(undefined, runInstall));
}
