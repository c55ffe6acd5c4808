import type { InstallReport } from '@pggit/core';
import type { ExitCode } from '../exit-codes.js';
import { counted } from '../format/text.js';
import type { Context } from '../handler.js';
import type { Output, Screen } from '../output/output.js';
import { type LockTimeoutOption, lockTimeoutOf } from './lock-timeout.js';

export interface InstallCommandOptions extends LockTimeoutOption {
  readonly dryRun?: boolean;
}

export const INSTALL_FIELDS = {
  action: 'installed, upgraded (repaired counts as that) or unchanged',
  engineVersion: 'version in the database after it',
  previousVersion: 'version before; absent on a first installation',
  mode: 'event (changes are captured) or manual (only `select pggit.capture()` does)',
  migrations: 'schema migrations applied, for example 0001_engine',
  dropped: 'parts of an older engine that were dropped',
  baselineCommit: 'id of the commit of everything there was; on a first installation only',
  replacedEmpty:
    'true when pggit was there without any data, as after a restore of a schema-only dump',
  sql: 'with --dry-run: the script',
};

/** Installs or upgrades: one algorithm for both. */
export async function runInstall({
  client,
  core,
  pggit,
  options,
  output,
}: Context<InstallCommandOptions>): Promise<ExitCode | undefined> {
  const { dryRun = false } = options;
  const report = await core.install(client, { dryRun, ...lockTimeoutOf(options) });
  if (dryRun) {
    output.result(report, ({ sql }) => sql ?? '');
    if (report.sql === '') output.note(`pggit ${report.engineVersion} is there: nothing to do`);
  } else {
    output.result(report, render);
    if (report.action !== 'unchanged') await tellOfOlderMigrations(pggit, output);
  }
  warnOfManualMode(report, output);
  return undefined;
}

/** Rows that were there before pggit, or before it knew their tool, are linked only on demand. */
async function tellOfOlderMigrations(
  { backfillLinks }: Context<object>['pggit'],
  output: Output,
): Promise<void> {
  // The installation has succeeded whether or not the tools' tables can be read just now.
  const tables = await backfillLinks({ dryRun: true }).catch(() => []);
  const rows = tables.reduce((sum, { rowsLinked }) => sum + rowsLinked, 0);
  if (rows > 0)
    output.note(`hint: pggit link --backfill links ${counted(rows, 'migration')} from before`);
}

function warnOfManualMode({ mode }: InstallReport, output: Output): void {
  if (mode === 'event') return;
  output.warn(
    'manual mode: this role may not create event triggers, so nothing is captured by itself',
    "run `pggit install` as a superuser (or your service's administrator), or `select pggit.capture()` after changes",
  );
}

function render(report: InstallReport, { style }: Screen): string {
  const { action, engineVersion, mode, migrations, dropped } = report;
  const what = {
    installed: `installed pggit ${engineVersion}`,
    upgraded: upgraded(report),
    unchanged: `pggit ${engineVersion} is installed and sound, nothing to do`,
  }[action];
  return [
    `${style.green(what)} (${mode} mode)`,
    ...(report.replacedEmpty
      ? ['  its tables were empty, as after a restore without data: this begins a new history']
      : []),
    ...(migrations.length > 0 ? [`  schema migrations: ${migrations.join(', ')}`] : []),
    ...dropped.map((part) => `  dropped ${part}`),
    ...(report.baselineCommit === undefined ? [] : [`  baseline commit ${report.baselineCommit}`]),
  ].join('\n');
}

/** Packages of one version may bring different engines: an engine that got migrations is a newer one. */
function upgraded({ engineVersion, previousVersion, migrations }: InstallReport): string {
  const isSameVersion = previousVersion === engineVersion;
  if (isSameVersion && migrations.length === 0) return `repaired pggit ${engineVersion}`;
  const versions = isSameVersion ? engineVersion : `${previousVersion} to ${engineVersion}`;
  if (migrations.length === 0) return `upgraded pggit ${versions}`;
  return `upgraded pggit ${versions} with ${counted(migrations.length, 'schema migration')}`;
}
