import type pg from 'pg';
import { partsOf } from '../../packages/core/scripts/reference/example.js';
import { table } from './page.js';

/** New in every run. */
const IDS = /\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b|\\x[0-9a-f]{64}/g;
const DURATIONS = /\b\d+ ms\b/g;

/** The sessions of an example's database, and the beginnings of lines of prose that switch between them. */
export interface Sessions {
  readonly first: pg.Client;
  readonly second: () => Promise<pg.Client>;
}
const FIRST = '-- In the first session';
const SECOND = '-- In a second session';

/**
 * Runs the file of an example, and says what it looks like with the results of this run. docs/examples/README.md
 * says how it is written.
 */
export async function runExample(text: string, { first, second }: Sessions): Promise<string> {
  const run = { first: runnerIn(first), second: undefined as Runner | undefined };
  let runStatement = run.first;
  const lines: string[] = [];
  for (const part of partsOf(text)) {
    if (part.lines.some((line) => line.startsWith(FIRST))) runStatement = run.first;
    if (part.lines.some((line) => line.startsWith(SECOND))) {
      run.second ??= runnerIn(await second());
      runStatement = run.second;
    }
    if (part.sort === 'prose' || part.sort === 'blank') lines.push(...part.lines);
    if (part.sort !== 'sql') continue;
    for (const statement of statementsOf(part.lines.join('\n'))) {
      lines.push(statement, ...marked(await runStatement(statement)));
    }
  }
  return withIdsOf(text, `${lines.join('\n')}\n`);
}

/** One by one, as psql sends them. What is indented, and the end of a body, goes on with a statement. */
export const statementsOf = (sql: string): string[] => sql.split(/(?<=;)\n(?![ \t]|end\b)/);

/** Runs a statement and says what psql would show. */
type Runner = (statement: string) => Promise<string>;

function runnerIn(client: pg.Client): Runner {
  const notices: string[] = [];
  client.on('notice', (notice) => notices.push(`${message(notice)}\n`));
  // Values as the server writes them, which is what psql shows.
  const types = { getTypeParser: () => (value: string) => value } as pg.CustomTypesConfig;
  return async (statement) => {
    const answer = await client
      .query({ text: statement, rowMode: 'array', types })
      .then(resultOf, (error) => `${message(error)}\n`);
    return notices.splice(0).join('') + answer;
  };
}

/** Nothing for a command, and for a function that returns nothing. */
function resultOf(result: pg.QueryArrayResult): string {
  const isVoid = result.fields.every(({ dataTypeID }) => dataTypeID === VOID);
  return isVoid ? '' : table(result);
}

const VOID = 2278;

/** A notice or an error with its hint; an error also with the SQLSTATE, as in psql's verbose form. */
function message(said: {
  severity?: string | undefined;
  code?: string | undefined;
  message?: string | undefined;
  hint?: string | undefined;
}): string {
  const code = said.severity === 'ERROR' ? `${said.code}: ` : '';
  const hint = said.hint === undefined ? '' : `\nHINT:  ${said.hint}`;
  return `${said.severity}:  ${code}${said.message}${hint}`;
}

const marked = (text: string) =>
  text === ''
    ? []
    : text
        .replace(/\n$/, '')
        .split('\n')
        .map((line) => `--> ${line}`.trimEnd());

/** With the ids and durations that the file has: the first of the run is the first in the file. */
function withIdsOf(file: string, run: string): string {
  const ids = distinct(file);
  const found = distinct(run);
  const durations = file.match(DURATIONS) ?? [];
  let n = 0;
  return run
    .replaceAll(IDS, (id) => ids[found.indexOf(id)] ?? id)
    .replaceAll(DURATIONS, (duration) => durations[n++] ?? duration);
}

const distinct = (text: string) => [...new Set(text.match(IDS) ?? [])];
