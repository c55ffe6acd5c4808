import type { DeploymentReport, EngineMode, RecoveredDeployment, RefreshResult } from '@pggit/core';
import type { RunMigration } from './options.js';

/** Says a line to whoever runs the migrations. */
export type Say = (line: string) => void;

export const sayOnStderr: Say = (line) => {
  process.stderr.write(`pggit: ${line}\n`);
};

/** The commit message of a run: a subject, then what ran, in the order in which it ran. */
export function messageOf(subject: string, migrations: readonly RunMigration[]): string {
  const names = migrations.map(({ name }) => name);
  return [`${subject}: ${counted(names.length, 'migration')}`, '', ...names].join('\n');
}

export function recordedLine(report: DeploymentReport, mode?: EngineMode): string {
  const what = `${counted(report.changes, 'change')}, ${counted(report.migrations, 'migration')}`;
  const how = mode === 'manual' ? ' (manual mode: by comparing the catalog)' : '';
  return `recorded '${report.name}': ${what}, ${commit(report.commitId)}${how}`;
}

export function failedLine(report: DeploymentReport): string {
  const what = `${counted(report.changes, 'change')}, ${counted(report.migrations, 'migration')}`;
  return `'${report.name}' failed; what had landed is recorded: ${what}, ${commit(report.commitId)}`;
}

export function recoveredLine({ name, commitId }: RecoveredDeployment): string {
  const landed =
    commitId === null ? 'nothing had landed' : `what had landed is recorded: ${commit(commitId)}`;
  return `'${name}' was interrupted earlier; ${landed}`;
}

export function refreshedLine({ name, position, total, durationMs, error }: RefreshResult): string {
  const outcome = error === undefined ? `${Math.round(durationMs)} ms` : `failed: ${error.message}`;
  return `refresh ${position}/${total} ${name}: ${outcome}`;
}

/** The first line of an error, for a line of our own. */
export function reasonOf(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return text.split('\n', 1)[0] ?? text;
}

function commit(id: string | null): string {
  return id === null ? 'no commit' : `commit ${id.slice(0, 8)}`;
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
