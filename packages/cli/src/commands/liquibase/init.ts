import type { WrittenMarker } from '@pggit/liquibase';
import type { Command } from 'commander';
import { define } from '../../definition.js';
import { type GlobalOptions, outputOf } from '../../handler.js';
import { ACTIONS, addCheck, CHECK_EXIT_CODES, endCheck, fileLine } from '../written-files.js';

interface Options extends GlobalOptions {
  readonly dir: string;
  readonly check?: boolean;
}

/** A changeset with runOrder="last" of their own runs in the order of includes, before it only if included before. */
const LAST =
  'include it LAST in your root changelog, behind every other changeset and include, those with runOrder="last" too ' +
  '(a failure of what runs after it would be recorded as a success):';

interface Report extends WrittenMarker {
  readonly include: string;
}

export function registerInit(liquibase: Command): void {
  const command = define(liquibase.command('init'), {
    summary: 'write the changelog that confirms the outcome of runs',
    description:
      'Writes pggit-success.xml, a changelog with one changeset that changes nothing and leaves no row, for teams that ' +
      'start Liquibase without pggit: it tells pggit that a run has come to its end. An XML, YAML or JSON ' +
      'changelog can include it, behind everything else: what comes after it is not confirmed. Touches no database.',
    examples: [
      { run: 'pggit liquibase init --dir db/changelog', to: 'to write it' },
      {
        run: 'pggit liquibase init --dir db/changelog --check',
        to: 'to see in CI that it is up to date',
      },
    ],
    json: {
      type: 'object',
      fields: {
        file: 'path of the file',
        action: ACTIONS,
        include: 'the line that includes it in an XML changelog',
      },
    },
    exitCodes: CHECK_EXIT_CODES,
  }).requiredOption('--dir <folder>', 'folder of the changelog that is to include it');
  addCheck(command).action(init);
}

async function init(this: Command): Promise<void> {
  const { dir, check = false, ...options }: Options = this.optsWithGlobals();
  const { MARKER_FILE, writeMarker } = await import('@pggit/liquibase');
  const include = `<include file="${MARKER_FILE}" relativeToChangelogFile="true"/>`;
  const report: Report = { ...(await writeMarker(dir, { check })), include };
  outputOf(options).result(report, () => render(report, check));
  endCheck([report], check);
}

function render({ include, ...marker }: Report, isCheck: boolean): string {
  const line = fileLine(marker, isCheck);
  return isCheck ? line : [line, '', LAST, `  ${include}`].join('\n');
}
