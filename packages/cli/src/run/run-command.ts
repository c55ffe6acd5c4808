import type { Refresh } from '@pggit/core';
import { EXIT } from '../exit-codes.js';
import { firstLine } from '../format/text.js';
import type { Output } from '../output/output.js';
import { type Outcome, runChild, signalCode } from './child.js';
import type { Launch, RunTarget } from './find-database.js';
import { type OpenRun, openRun } from './open-run.js';
import type { Ending } from './recorded-run.js';
import { warningOf } from './self-check.js';
import { asksToEnd, relaySignals, type SignalRelay } from './signals.js';
import { type Telling, telling } from './telling.js';

/** What a run is told by its command line. */
export interface RunSettings {
  readonly name: string;
  readonly message: string | undefined;
  readonly tags: readonly string[];
  readonly required: boolean;
  readonly refresh: Refresh;
}

/** Milliseconds in which the end of a deployment is not for interrupting. */
const UNDISTURBED = 3000;

/**
 * Runs a command as one deployment.
 *
 * @returns the exit code: that of the command, or 125 when pggit failed and the command did not
 * @throws CliError when recording is required and there is none; then nothing ran
 */
export async function runCommand(
  command: readonly string[],
  target: RunTarget,
  settings: RunSettings,
  output: Output,
): Promise<number> {
  const tell = telling(output);
  const signals = relaySignals();
  try {
    // Nothing runs yet, and a deployment without anything in it is closed by whoever comes next.
    signals.to((signal) => process.exit(signalCode(signal)));
    const run = await openRun(target, settings, output, tell);
    // What the launch makes has to be removed again.
    signals.hold();
    const launch = await launchOf(command, target, run);
    const outcome = await runTold(launch, signals, output).finally(() => launch.close?.());
    return run ? await finish(run, outcome, settings, signals, tell) : outcome.exitCode;
  } finally {
    signals.stop();
  }
}

/**
 * Runs a command as if pggit were not there.
 *
 * @returns its exit code
 */
export async function runAlone(command: readonly string[], output: Output): Promise<number> {
  const signals = relaySignals();
  try {
    return (await runTold({ command, environment: process.env }, signals, output)).exitCode;
  } finally {
    signals.stop();
  }
}

/** A command that is not recorded gets nothing but what it was given. */
async function launchOf(
  command: readonly string[],
  target: RunTarget,
  run: OpenRun | undefined,
): Promise<Launch> {
  if (run === undefined) return { command, environment: process.env };
  const { environment, deploymentId, channels } = run;
  return target.launch?.(environment, deploymentId, channels) ?? { command, environment };
}

/** Nobody else says why a command did not start. */
async function runTold(
  { command, environment }: Launch,
  signals: SignalRelay,
  output: Output,
): Promise<Outcome> {
  const outcome = await runChild(command, environment, signals);
  if (!outcome.started) output.error({ code: 'command_not_run', message: outcome.reason });
  return outcome;
}

async function finish(
  run: OpenRun,
  outcome: Outcome,
  settings: RunSettings,
  signals: SignalRelay,
  tell: Telling,
): Promise<number> {
  const began = Date.now();
  signals.to((signal) => {
    if (!asksToEnd(signal) || Date.now() - began < UNDISTURBED) return;
    tellFailure(new Error('interrupted'), outcome, tell);
    process.exit(outcome.exitCode || EXIT.pggitFailed);
  });
  try {
    const isEnded = await end(run, outcome, settings, signals, tell);
    return outcome.exitCode || (isEnded ? EXIT.ok : EXIT.pggitFailed);
  } finally {
    await run.control.close();
  }
}

/** @returns whether the history has it as it was */
async function end(
  { recorded, control, mode, isTool }: OpenRun,
  outcome: Outcome,
  { name, message = name, tags, refresh }: RunSettings,
  signals: SignalRelay,
  tell: Telling,
): Promise<boolean> {
  const { failedLine, recordedLine, refreshAfter } = await import('@pggit/core/adapter');
  let commit: string | undefined;
  if (recorded !== undefined) {
    let ending: Ending;
    try {
      ending = await recorded.end(outcome, { message, tags }, (seconds) =>
        tell.say(
          `the database does not answer: waiting up to ${seconds} s for it, to end the deployment`,
        ),
      );
    } catch (error) {
      tellFailure(error, outcome, tell);
      return false;
    }
    const { report } = ending;
    commit = report?.commitId ?? undefined;
    const warning = warningOf(ending, isTool);
    if (warning) tell.warn(warning.message, warning.hint);
    if (report) tell.say(outcome.exitCode === 0 ? recordedLine(report, mode) : failedLine(report));
  }
  if (outcome.exitCode === 0) {
    control.patience = undefined;
    // All is recorded: what is left may be interrupted at any time.
    signals.to((signal) => {
      if (asksToEnd(signal)) process.exit(signalCode(signal));
    });
    await refreshAfter(control, refresh, commit, tell.say);
  }
  return true;
}

function tellFailure(error: unknown, { exitCode }: Outcome, { warn }: Telling): void {
  const why = firstLine(error instanceof Error ? error.message : String(error));
  const hint = isClosed(error)
    ? 'somebody closed it meanwhile, with what had landed; what came later is recorded on its own'
    : '`pggit recover`, or the next recorded run, closes it with what had landed';
  if (exitCode === 0) {
    warn(`the command succeeded and what it migrated IS applied, but ending failed: ${why}`, hint);
  } else {
    warn(`the deployment could not be closed: ${why}`, hint);
  }
}

/** Whether a recovery came first: it closes a deployment, and discards an empty one. */
function isClosed(error: unknown): boolean {
  const { code } = error as { code?: unknown };
  return code === 'deployment_closed' || code === 'deployment_not_found';
}
