import type { ObjectDifference } from '@pggit/core';
import type { Command } from 'commander';
import { type Session, withSession } from '../connection/session.js';
import { type ConnectionSource, connectionAt, findConnection } from '../connection/source.js';
import { define } from '../definition.js';
import { CliError } from '../errors/cli-error.js';
import { EXIT } from '../exit-codes.js';
import { attributeLines } from '../format/attributes.js';
import { changeLine } from '../format/changes.js';
import { explained, type GlobalOptions, outputOf } from '../handler.js';
import type { Output, Screen } from '../output/output.js';

interface Options extends GlobalOptions {
  /** False with `--no-owner`. */
  readonly owner: boolean;
  /** False with `--no-privileges`. */
  readonly privileges: boolean;
}

export function register(program: Command): void {
  define(program.command('compare'), {
    summary: 'show what differs between two databases',
    description:
      'Compares the tracked objects of two databases as they are now: + only in the second, - only in ' +
      'the first, ~ different, with each attribute as it is in the first and in the second. Objects are ' +
      'told by kind and name: what has another name in the second stands there twice. Writes nothing.',
    examples: [
      {
        run: 'pggit compare "$STAGING_URL" "$PRODUCTION_URL"',
        to: 'to see how production differs from staging',
      },
      {
        run: 'pggit compare --no-owner --no-privileges "$PRODUCTION_URL"',
        to: 'to see how the database that DATABASE_URL names differs from production, whoever owns what',
      },
    ],
    json: {
      type: 'array',
      fields: {
        change: 'added (only in the second), removed (only in the first) or changed',
        kind: 'for example table',
        identity: 'for example app.orders',
        attributes:
          'where it differs, by path: {"columns.total.type": [in the first, in the second]}',
      },
    },
    exitCodes: { [EXIT.findings]: 'the databases differ' },
  })
    .argument('<first>', 'the URL of a database')
    .argument('[second]', 'the URL of another; that of --url or the environment by default')
    .option('--no-owner', 'whoever owns the objects')
    .option('--no-privileges', 'whoever may do what with them')
    .action(async function (this: Command) {
      const options: Options = this.optsWithGlobals();
      const [first, second]: (string | undefined)[] = this.processedArgs;
      const output = outputOf(options);
      const differences = await withBoth(first ?? '', second, options, output, (one, other) =>
        one.core.compareDatabases(one.client, other.client, { except: exceptOf(options) }),
      );
      output.result(differences, render);
      if (differences.length > 0) process.exitCode = EXIT.findings;
    });
}

async function withBoth<T>(
  first: string,
  second: string | undefined,
  { url }: GlobalOptions,
  output: Output,
  work: (one: Session, other: Session) => Promise<T>,
): Promise<T> {
  const sourceOf = (text: string, place: string) => connectionAt(text, `the ${place} URL`);
  const one = sourceOf(first, 'first');
  // Looked for before anything is connected to.
  const other =
    second === undefined ? findConnection(url, process.env) : sourceOf(second, 'second');
  return withSession({ source: one, output }, (before) =>
    withSession({ source: other, output }, async (after) => {
      await assertReadable(before, one);
      await assertReadable(after, other);
      await warnOfVersions(before, after, output);
      try {
        return await work(before, after);
      } catch (error) {
        throw explained(error, { needs: 'pggit_reader' });
      }
    }),
  );
}

/** Of two databases an error has to say which of them it is about. */
async function assertReadable({ pggit, client }: Session, { origin }: ConnectionSource) {
  try {
    await pggit.stateHash('HEAD');
  } catch (error) {
    const { text, exitCode } = explained(error, { role: client.user, needs: 'pggit_reader' });
    const message = `${text.message} (${origin})`;
    throw new CliError({ ...text, message }, { cause: error, exitCode });
  }
}

/** The text of expressions and views is the server's own. */
async function warnOfVersions(before: Session, after: Session, output: Output): Promise<void> {
  const [one, other] = await Promise.all([majorOf(before), majorOf(after)]);
  if (one === other) return;
  output.warn(
    `the first database is on PostgreSQL ${one}, the second on ${other}`,
    'each writes expressions and views in its own way: some of the differences may be only that',
  );
}

async function majorOf({ client }: Session): Promise<number> {
  const { rows } = await client.query("select current_setting('server_version_num')::int as n");
  return Math.floor(rows[0].n / 10_000);
}

function exceptOf({ owner, privileges }: Options): string[] {
  return [...(owner ? [] : ['owner']), ...(privileges ? [] : ['privileges'])];
}

function render(differences: ObjectDifference[], { style }: Screen): string {
  if (differences.length === 0) return 'no difference';
  return differences
    .flatMap((difference) => [
      changeLine(difference, style),
      ...attributeLines(difference.attributes, style).map((line) => `    ${line}`),
    ])
    .join('\n');
}
