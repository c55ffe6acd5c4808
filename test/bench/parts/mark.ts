import type { Bench } from '../bench.js';
import { within } from '../database/databases.js';
import { CYCLE, PROBE_SCHEMA } from '../database/probe.js';
import type { Session } from '../database/session.js';
import { type Cost, difference } from '../measure/cost.js';
import { alternate, type Pair } from '../measure/pairs.js';
import { costRow, type Section } from '../report/row.js';

const ROUNDS = 160;
const WARM_UP = 10;

/** What a statement costs in the cycle, by its number there; `first` opened the transaction. */
export interface CycleCosts {
  readonly first: number;
  readonly costs: readonly Cost[];
}

/** What the event triggers add to a statement, without the description at the end. */
export async function mark({ databases }: Bench): Promise<Section> {
  const url = await databases.createCaptured('mark');
  const { pairs, noise } = await within(url, async (session) => {
    await session.run(PROBE_SCHEMA);
    await measureMarks(session, 0, WARM_UP);
    return { pairs: await measureMarks(session, 0, ROUNDS), noise: await measureNoise(session) };
  });
  await databases.drop('mark');

  const later = added(pairs, (isFirst) => !isFirst);
  return {
    title: 'A DDL statement: mark',
    method: `Added to each statement by noting what it touched. ${ROUNDS} pairs of a transaction of \
${CYCLE.length} statements that is rolled back, so that nothing is described; each round begins the \
cycle at another statement.`,
    rows: [
      costRow('any statement but the first', 'µs', later.flat(), 60),
      ...CYCLE.map(({ name }, number) => costRow(`– ${name}`, 'µs', later[number] ?? [])),
      costRow(
        'the first statement of a transaction, which also queues the description',
        'µs',
        added(pairs, (isFirst) => isFirst).flat(),
      ),
      costRow('noise: the same without pggit, twice', 'µs', noise),
    ],
  };
}

/** Pairs of one cycle each, rolled back. Rounds are numbered from `from` up to, not including, `to`. */
export async function measureMarks(
  session: Session,
  from: number,
  to: number,
): Promise<Pair<CycleCosts>[]> {
  const pairs: Pair<CycleCosts>[] = [];
  for (let round = from; round < to; round += 1) {
    // Two rounds for each beginning, because the rounds alternate in which variant goes first.
    const first = Math.floor(round / 2) % CYCLE.length;
    pairs.push(await session.pair(round, () => cycle(session, first)));
  }
  return pairs;
}

/** The added costs of the statements that `wanted` picks, for each statement of the cycle. */
export function added(
  pairs: readonly Pair<CycleCosts>[],
  wanted: (isFirst: boolean) => boolean,
): Cost[][] {
  return CYCLE.map((_, number) =>
    pairs
      .filter(({ captured }) => wanted(captured.first === number))
      .map(({ captured, plain }) =>
        difference(captured.costs[number] as Cost, plain.costs[number] as Cost),
      ),
  );
}

async function cycle(session: Session, first: number): Promise<CycleCosts> {
  const costs: Cost[] = [];
  await session.run('begin');
  for (let step = 0; step < CYCLE.length; step += 1) {
    const number = (first + step) % CYCLE.length;
    costs[number] = await session.cost(CYCLE[number]?.sql ?? '');
  }
  await session.run('rollback');
  return { first, costs };
}

async function measureNoise(session: Session): Promise<Cost[]> {
  await session.capture(false);
  const once = (): Promise<CycleCosts> => cycle(session, 0);
  const pairs = await alternate(ROUNDS / 2, once, once);
  return added(pairs, () => true).flat();
}
