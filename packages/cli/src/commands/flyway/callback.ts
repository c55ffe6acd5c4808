import { setDefaultResultOrder } from 'node:dns';
import { plainJdbcUrl } from '@pggit/core/urls';
import type { Command } from 'commander';
import { connect } from '../../connection/connect.js';
import { define } from '../../definition.js';
import { UsageError } from '../../errors/cli-error.js';
import { explain } from '../../errors/explain.js';
import { type GlobalOptions, outputOf } from '../../handler.js';

/** The events at which a script can do what the SQL callback does: Flyway is done then. */
const SAFE = ['afterMigrateApplied', 'afterMigrateError'];

/** What Flyway gives every script callback. */
const VARIABLES = [
  'FLYWAY_URL',
  'FP__flyway_defaultSchema__',
  'FP__flyway_table__',
  'FP__flyway_timestamp__',
] as const;

export function registerCallback(flyway: Command): void {
  define(flyway.command('callback'), {
    summary: 'end the deployment of a run, from a script callback of Flyway',
    description:
      'For teams that keep callbacks as scripts: does at afterMigrateApplied or afterMigrateError what the SQL ' +
      'callback of that name does, which it may replace. The callbacks before and after each migration have to be ' +
      "SQL: only that runs in the migration's own session. Never fails what Flyway has migrated.",
    examples: [
      {
        run: 'pggit flyway callback afterMigrateApplied',
        to: 'to end the deployment, in afterMigrateApplied__pggit.sh',
      },
    ],
  })
    .argument('<event>', `${SAFE.join(' or ')}, as Flyway calls it`)
    .action(callback);
}

async function callback(this: Command): Promise<void> {
  const options: GlobalOptions = this.optsWithGlobals();
  const [event = ''] = this.processedArgs as [string?];
  if (!SAFE.includes(event)) {
    throw new UsageError(
      `a script cannot do what pggit needs at '${event}'`,
      `${SAFE.join(' and ')} may be scripts; keep the SQL callbacks of pggit flyway init for the others`,
    );
  }
  const [url = '', schema = '', table = '', timestamp = ''] = VARIABLES.map(given);
  const output = outputOf(options);
  // A run is known by the address of its client, among other things, and this is the order of Java.
  setDefaultResultOrder('ipv4first');
  try {
    const credentials = { user: process.env.FLYWAY_USER, password: process.env.FLYWAY_PASSWORD };
    const core = await import('@pggit/core');
    const client = await connect(
      { url: plainJdbcUrl(url, credentials), origin: 'FLYWAY_URL' },
      output,
    );
    try {
      const failed = event === 'afterMigrateError';
      await core.pggit(client).endFlywayRun({ schema, table, timestamp }, { failed });
    } finally {
      await client.end().catch(() => {});
    }
  } catch (error) {
    // Flyway would report a failure of what it has migrated.
    const { message, hint } = explain(error, { needs: 'pggit_deployer' });
    output.warn(`this run of Flyway is left open: ${message}`, hint);
  }
}

/** @throws UsageError where Flyway has not started this */
function given(name: string): string {
  const value = process.env[name];
  if (value) return value;
  throw new UsageError(
    `${name} is not set`,
    'Flyway sets it for its script callbacks: call this from one',
  );
}
