import type { Bench } from '../bench.js';
import { within } from '../database/databases.js';
import { TYPICAL_COLUMNS } from '../database/schema.js';
import type { Session } from '../database/session.js';
import { type Cost, difference } from '../measure/cost.js';
import { lineThrough } from '../measure/statistics.js';
import { costRow, type Section } from '../report/row.js';

const SIZES = [1, 2, 5, 10, 20, 40];
const ROUNDS = 30;
const WARM_UP = 3;

/** A transaction that touches tables 1 to n, and what puts the database back. */
interface Touch {
  readonly statement: (table: number, variant: number) => string;
  readonly undo?: (table: number) => string;
}

/** The definition is a new one each time, and the catalog keeps its size. */
const ALTERED: Touch = {
  statement: (table, variant) =>
    `alter table app.typical_${table} alter column amount set default ${variant}`,
};

const CREATED: Touch = {
  statement: (table) =>
    `create table app.created_${table} (${TYPICAL_COLUMNS}); ` +
    `create index created_${table}_code_idx on app.created_${table} (code)`,
  undo: (table) => `drop table app.created_${table}`,
};

/** What the end of a transaction costs, by the number of tables it touched. */
export async function describe({ databases }: Bench): Promise<Section> {
  const url = await databases.createCaptured('describe');
  const { altered, created, deployed } = await within(url, async (session) => {
    await createTypicalTables(session);
    const altered = await measureCommits(session, ALTERED, 0);
    const created = await measureCommits(session, CREATED, 0);
    await session.run(`select pggit.begin_deployment('bench')`);
    return { altered, created, deployed: await measureCommits(session, ALTERED, ROUNDS) };
  });
  await databases.drop('describe');
  return {
    title: 'The end of a transaction: describe',
    method: `Added to COMMIT, on a warm connection, by describing what ${SIZES.join(', ')} \
tables have become. Through these points goes a line in each of ${ROUNDS - WARM_UP} rounds: its slope is the cost \
of a table, where it begins the cost of a transaction that touches anything.`,
    rows: [
      costRow('an altered table', 'ms', lines(altered, 'slope'), 0.35),
      costRow(
        'a created table with its two indexes and its sequence',
        'ms',
        lines(created, 'slope'),
        0.35,
      ),
      costRow('an altered table, in a deployment', 'ms', lines(deployed, 'slope'), 0.35),
      costRow('a transaction, beside its tables', 'ms', lines(altered, 'intercept')),
      costRow(
        'a transaction, beside its tables, in a deployment',
        'ms',
        lines(deployed, 'intercept'),
      ),
      costRow(
        'a transaction that alters one table',
        'ms',
        altered.map((costs) => costs[0] as Cost),
      ),
    ],
  };
}

export async function createTypicalTables(session: Session): Promise<void> {
  await session.run('create schema if not exists app');
  for (let table = 1; table <= Math.max(...SIZES); table += 1) {
    await session.run(
      `create table app.typical_${table} (${TYPICAL_COLUMNS});` +
        `create index typical_${table}_code_idx on app.typical_${table} (code)`,
    );
  }
}

/**
 * For each round, what capture adds to the COMMIT of a transaction of each size.
 *
 * @param from the number of the first round; a number used before would store no new definitions
 */
async function measureCommits(session: Session, touch: Touch, from: number): Promise<Cost[][]> {
  const measured: Cost[][] = [];
  for (let round = from; round < from + ROUNDS; round += 1) {
    const costs: Cost[] = [];
    for (const [index, size] of SIZES.entries()) {
      const variant = round * SIZES.length + index;
      const { captured, plain } = await session.pair(round, () =>
        commitOf(session, touch, size, variant),
      );
      costs.push(difference(captured, plain));
    }
    measured.push(costs);
  }
  return measured.slice(WARM_UP);
}

async function commitOf(
  session: Session,
  touch: Touch,
  size: number,
  variant: number,
): Promise<Cost> {
  const tables = Array.from({ length: size }, (_, index) => index + 1);
  await session.run('begin');
  for (const table of tables) await session.run(touch.statement(table, variant));
  const cost = await session.cost('commit');
  if (touch.undo !== undefined) await session.run(tables.map(touch.undo).join(';'));
  return cost;
}

/** One number of the line through each round's points. */
function lines(rounds: readonly Cost[][], part: 'slope' | 'intercept'): Cost[] {
  const through = (values: readonly number[]): number =>
    lineThrough(values.map((value, index) => [SIZES[index] as number, value] as const))[part];
  return rounds.map((costs) => {
    const cpu = costs.map((cost) => cost.cpu).filter((value) => value !== undefined);
    return {
      wall: through(costs.map((cost) => cost.wall)),
      cpu: cpu.length === costs.length ? through(cpu) : undefined,
    };
  });
}
