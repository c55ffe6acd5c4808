import type pg from 'pg';
import type { Bench } from '../bench.js';
import { within } from '../database/databases.js';
import { TYPICAL_COLUMNS } from '../database/schema.js';
import { Session } from '../database/session.js';
import { type Cost, costOf, difference } from '../measure/cost.js';
import { alternate, type Pair } from '../measure/pairs.js';
import { costRow, type Row, type Section } from '../report/row.js';

const ROUNDS = 40;

type Protocol = 'simple' | 'extended';

interface Case {
  readonly what: string;
  readonly statement: (round: number) => string;
  readonly protocol: Protocol;
  readonly isDeployed?: boolean;
}

const createTable = (round: number): string =>
  `create table app.first_${round} (${TYPICAL_COLUMNS})`;
const addColumn = (round: number): string => `alter table app.existing add column c${round} int`;

const CASES: readonly Case[] = [
  { what: 'create table', statement: createTable, protocol: 'simple' },
  { what: 'create table', statement: createTable, protocol: 'extended' },
  { what: 'add column', statement: addColumn, protocol: 'simple' },
  { what: 'add column', statement: addColumn, protocol: 'extended' },
  {
    what: 'create table, in a deployment joined on connecting',
    statement: createTable,
    protocol: 'simple',
    isDeployed: true,
  },
];

/** The first DDL of a fresh connection, beside a database that has no pggit. */
export async function firstDdl({ databases }: Bench): Promise<Section> {
  const captured = await databases.createCaptured('first_captured');
  const plain = await databases.create('first_plain');
  for (const url of [captured, plain]) {
    await within(url, (session) =>
      session.run(`create schema app; create table app.existing (${TYPICAL_COLUMNS})`),
    );
  }
  const rows: Row[] = [];
  await within(captured, async (opener) => {
    const deployment = await opener.value<string>(
      `select pggit.begin_deployment('first statements')`,
    );
    for (const [index, each] of CASES.entries()) {
      const options = each.isDeployed ? `-c pggit.deployment=${deployment}` : undefined;
      const cost = (url: string, round: number, given?: string): Promise<Cost> =>
        firstTransaction(url, each.statement(index * ROUNDS + round), each.protocol, given);
      const pairs = await alternate(
        ROUNDS,
        (round) => cost(captured, round, options),
        (round) => cost(plain, round),
      );
      rows.push(...rowsOf(each, pairs));
    }
  });
  await databases.drop('first_captured');
  await databases.drop('first_plain');
  return {
    title: 'The first DDL of a connection',
    method: `\`begin\`, one statement, \`commit\` as the first work of a fresh connection, with nothing \
planned or cached yet; ${ROUNDS} connections to a database with pggit and to one without, in turns.`,
    rows,
  };
}

function rowsOf({ what, protocol }: Case, pairs: readonly Pair<Cost>[]): Row[] {
  const added = pairs.map((pair) => difference(pair.captured, pair.plain));
  return [
    costRow(
      `${what} (${protocol} protocol): with pggit`,
      'ms',
      pairs.map((pair) => pair.captured),
      8,
    ),
    costRow(
      '– without',
      'ms',
      pairs.map((pair) => pair.plain),
    ),
    costRow('– difference', 'ms', added),
  ];
}

async function firstTransaction(
  url: string,
  statement: string,
  protocol: Protocol,
  options?: string,
): Promise<Cost> {
  const session = await Session.open(url, options);
  try {
    // The mode is newer than the types of the driver.
    const send = (text: string): Promise<unknown> =>
      session.client.query({ text, queryMode: protocol } as pg.QueryConfig);
    return await costOf(session.backend, async () => {
      await send('begin');
      await send(statement);
      await send('commit');
    });
  } finally {
    await session.close();
  }
}
