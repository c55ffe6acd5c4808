import type { EngineMode, Finding } from '@pggit/core';
import type { Command } from 'commander';
import { define } from '../definition.js';
import { EXIT, EXIT_MEANINGS, type ExitCode } from '../exit-codes.js';
import { counted } from '../format/text.js';
import { type Context, handler } from '../handler.js';
import type { Screen } from '../output/output.js';

export function register(program: Command): void {
  define(program.command('verify'), {
    summary: 'check that the installation is sound',
    description:
      'Compares pggit in the database with what this package installs: missing, modified and ' +
      'unexpected parts, disabled triggers; records of the history that are gone or altered. Writes nothing, so it works on a standby.',
    examples: [
      { run: 'pggit verify', to: 'to see whether anybody altered pggit' },
      { run: 'pggit verify || pggit upgrade', to: 'to repair it if so' },
    ],
    json: {
      type: 'object',
      fields: {
        sound: 'whether there is no finding',
        mode: 'event (changes are captured) or manual (only `select pggit.capture()` does); null when pggit is not installed',
        'findings[].kind': 'missing, modified, unexpected or disabled',
        'findings[].object': 'for example `function pggit.log(text)`',
        'findings[].detail': 'what is wrong',
        'findings[].hint': 'what to do about it',
      },
    },
    exitCodes: {
      [EXIT.findings]: 'there are findings; pggit not being installed is one',
      [EXIT.engineNewer]: EXIT_MEANINGS[EXIT.engineNewer],
    },
  }).action(handler(undefined, run));
}

async function run({ client, core, output }: Context<object>): Promise<ExitCode | undefined> {
  const findings = await core.verify(client);
  const { mode = null, engineVersion } = await core.installationState(client);
  if (findings.length > 0 || engineVersion !== core.engineVersion) {
    await refuseNewerEngine(client, core);
  }
  output.result({ sound: findings.length === 0, mode, findings }, render);
  return findings.length === 0 ? undefined : EXIT.findings;
}

/**
 * A newer engine differs from this package in all it has: a list of that would mislead. The
 * installer decides what is newer, by version and by schema migrations, so it is asked; anything else
 * it objects to is for the findings.
 */
async function refuseNewerEngine(
  client: Context<object>['client'],
  core: Context<object>['core'],
): Promise<void> {
  try {
    await core.install(client, { dryRun: true });
  } catch (error) {
    if (core.isPgGitError(error, 'engine_newer')) throw error;
  }
}

interface Verdict {
  readonly mode: EngineMode | null;
  readonly findings: readonly Finding[];
}

function render({ mode, findings }: Verdict, { style }: Screen): string {
  if (findings.length === 0) {
    const sound = style.green('pggit is installed and sound');
    return mode === 'manual' ? `${sound}, in manual mode: nothing is captured by itself` : sound;
  }
  const blocks = findings.map(({ kind, object, detail, hint }) =>
    [
      `${style.red(kind)} ${style.bold(object)}`,
      `  ${detail}`,
      `  ${style.cyan('hint:')} ${hint}`,
    ].join('\n'),
  );
  return [...blocks, `${counted(findings.length, 'finding')}`].join('\n\n');
}
