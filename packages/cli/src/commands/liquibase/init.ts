import type { WrittenMarker } from '@pggit/liquibase';
import type { Command } from 'commander';
import { define } from '../../definition.js';
import { EXIT, EXIT_MEANINGS } from '../../exit-codes.js';
import { type GlobalOptions, outputOf } from '../../handler.js';

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
  define(liquibase.command('init'), {
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
        action: 'written, replaced or unchanged; with --check, what would be done',
        include: 'the line that includes it in an XML changelog',
      },
    },
    exitCodes: { [EXIT.findings]: `with --check: ${EXIT_MEANINGS[EXIT.findings]}` },
  })
    .requiredOption('--dir <folder>', 'folder of the changelog that is to include it')
    .option('--check', 'write nothing, and end with 4 where something is to be written')
    .action(init);
}

async function init(this: Command): Promise<void> {
  const { dir, check = false, ...options }: Options = this.optsWithGlobals();
  const { MARKER_FILE, writeMarker } = await import('@pggit/liquibase');
  const include = `<include file="${MARKER_FILE}" relativeToChangelogFile="true"/>`;
  const report: Report = { ...(await writeMarker(dir, { check })), include };
  outputOf(options).result(report, () => render(report, check));
  if (check && report.action !== 'unchanged') process.exitCode = EXIT.findings;
}

function render({ file, action, include }: Report, isCheck: boolean): string {
  const words = isCheck
    ? { written: 'missing', replaced: 'out of date', unchanged: 'up to date' }
    : { written: 'wrote', replaced: 'replaced', unchanged: 'unchanged' };
  const line = `${words[action]} ${file}`;
  return isCheck ? line : [line, '', LAST, `  ${include}`].join('\n');
}
