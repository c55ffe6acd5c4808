import type { DeploymentReport, RecoveredDeployment } from '../client/rows.js';
import { firstLine } from '../deployment/first-line.js';
import type { EngineMode } from '../installer/options.js';
import type { RefreshResult } from '../refresh/refresh-views.js';

/** Says a line to whoever runs the migrations. */
export type Say = (line: string) => void;

/** The default of every adapter: standard output belongs to the tool. */
const sayOnStderr: Say = (line) => {
  process.stderr.write(`pggit: ${line}\n`);
};

/**
 * Says lines to the user's own listener, or on standard error where there is none. One that throws
 * changes nothing about the run; its line goes to standard error.
 */
export function sayTo(listener: Say = sayOnStderr): Say {
  return (line) => {
    try {
      listener(line);
    } catch (error) {
      sayOnStderr(`${line} (onNotice threw: ${firstLine(error)})`);
    }
  };
}

/** The commit message of a run: a subject, then what ran, in the order in which it ran. */
export function messageOf(subject: string, migrations: readonly { name: string }[]): string {
  const names = migrations.map(({ name }) => name);
  return [`${subject}: ${counted(names.length, 'migration')}`, '', ...names].join('\n');
}

export function recordedLine(report: DeploymentReport, mode?: EngineMode): string {
  const how = mode === 'manual' ? ' (manual mode: by comparing the catalog)' : '';
  return `recorded '${report.name}': ${contents(report)}${how}`;
}

export function failedLine(report: DeploymentReport): string {
  return `'${report.name}' failed; what had landed is recorded: ${contents(report)}`;
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

function contents({ changes, migrations, commitId }: DeploymentReport): string {
  return `${counted(changes, 'change')}, ${counted(migrations, 'migration')}, ${commit(commitId)}`;
}

function commit(id: string | null): string {
  return id === null ? 'no commit' : `commit ${id.slice(0, 8)}`;
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
