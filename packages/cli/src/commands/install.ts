import type { Command } from 'commander';
import { define } from '../definition.js';
import { EXIT, EXIT_MEANINGS } from '../exit-codes.js';
import { handler } from '../handler.js';
import { addLockTimeout } from './lock-timeout.js';
import { INSTALL_FIELDS, type InstallCommandOptions, runInstall } from './run-install.js';

export function register(program: Command): void {
  const command = define(program.command('install').alias('init'), {
    summary: 'install pggit in a database',
    description:
      'Installs pggit, or upgrades it, in one transaction: what fails leaves everything as it was. ' +
      'It adds schema pggit, two event triggers, three roles without login (pggit_reader, ' +
      'pggit_deployer, pggit_admin) and one commit of every object there is. Where other sessions ' +
      'are in the way it tries again for a while, and then names them.',
    examples: [
      { run: 'pggit install', to: 'to install pggit in the database that DATABASE_URL names' },
      {
        run: 'pggit install --dry-run > pggit.sql',
        to: 'to get the exact SQL for somebody else to read and run with psql',
      },
    ],
    json: { type: 'object', fields: INSTALL_FIELDS },
    exitCodes: { [EXIT.engineNewer]: EXIT_MEANINGS[EXIT.engineNewer] },
  }).option('--dry-run', 'change nothing, print the SQL that would run');
  addLockTimeout(command).action(handler<InstallCommandOptions>(undefined, runInstall));
}
