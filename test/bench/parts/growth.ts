import type { Bench } from '../bench.js';
import { installInto, within } from '../database/databases.js';
import { PROBE_SCHEMA } from '../database/probe.js';
import { createForeignKeys, createTables, TYPICAL_COLUMNS } from '../database/schema.js';
import { Session } from '../database/session.js';
import { type Cost, costOf, costSpread, difference, ratio, total } from '../measure/cost.js';
import type { Pair } from '../measure/pairs.js';
import { renderNumber, renderTable } from '../report/markdown.js';
import { ratioRow, type Section } from '../report/row.js';
import { added, type CycleCosts, measureMarks } from './mark.js';

const ROUNDS = 48;
const WARM_UP = 4;
const TABLES_WITH_KEYS = 5_000;

/** A database of a certain size, and the table that the measured transaction alters. */
interface Size {
  readonly name: string;
  readonly what: string;
  readonly altered: string;
  /** The size it is compared with; none for the ones that others are compared with. */
  readonly base?: string;
  readonly build: (bench: Bench, name: string) => Promise<void>;
}

const PLAIN = 'probe.plain';
const HUB = 'app.hub';

const SIZES: readonly Size[] = [
  { name: 'tables_0', what: 'no tables', altered: PLAIN, build: withTables(0) },
  tables(1_000),
  tables(10_000),
  {
    name: 'keys_0',
    what: `${TABLES_WITH_KEYS} tables, no foreign keys`,
    altered: PLAIN,
    build: withTables(TABLES_WITH_KEYS),
  },
  keys(1_000, 'spread', 'a foreign key each', PLAIN, 'keys_0'),
  keys(5_000, 'spread', 'a foreign key each', PLAIN, 'keys_0'),
  { ...copied('hub_0'), what: 'no foreign keys, that table altered', altered: HUB },
  keys(1_000, 'hub', 'a foreign key each to one table, that table altered', HUB, 'hub_0'),
  keys(5_000, 'hub', 'a foreign key each to one table, that table altered', HUB, 'hub_0'),
];

interface Measured {
  /** For each round, what is added to a statement, without the first of its transaction. */
  readonly marks: readonly Cost[];
  /** For each round, what is added to a transaction that alters one table. */
  readonly transactions: readonly Cost[];
}

/** How costs grow with the database. */
export async function growth(bench: Bench): Promise<Section> {
  for (const { name, build } of SIZES) await build(bench, name);
  const measured = await measureAll(bench);
  for (const { name } of SIZES) await bench.databases.drop(name);

  const found = (name: string): Measured => measured.get(name) as Measured;
  const rows = SIZES.flatMap(({ name, what, base }) => {
    if (base === undefined) return [];
    const compare = (part: keyof Measured): Cost[] =>
      found(name)[part].map((cost, round) => ratio(cost, found(base)[part][round] as Cost));
    return [
      ratioRow(`a statement; ${what}`, compare('marks'), 1.2),
      ratioRow(`a transaction that alters a table; ${what}`, compare('transactions'), 1.2),
    ];
  });
  return {
    title: 'Growth',
    method: `What pggit adds in a large database, divided by what it adds in a small one: to a statement \
(the mean of a cycle as above) and to \`begin\`, ALTER TABLE, \`commit\`. All databases are measured in turns, \
${ROUNDS - WARM_UP} rounds.`,
    rows,
    details: [
      renderTable(
        ['database', 'added to a statement', 'added to a transaction'],
        SIZES.map(({ name, what }) => [
          what,
          `${renderMedian(found(name).marks, 1_000)} µs`,
          `${renderMedian(found(name).transactions, 1)} ms`,
        ]),
      ),
    ],
  };
}

async function measureAll({ databases }: Bench): Promise<Map<string, Measured>> {
  const sessions = new Map<string, Session>();
  const marks = new Map<string, Pair<CycleCosts>[]>();
  const transactions = new Map<string, Cost[]>();
  for (const { name } of SIZES) {
    sessions.set(name, await Session.open(databases.urlOf(name)));
    marks.set(name, []);
    transactions.set(name, []);
  }
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const { name, altered } of SIZES) {
      const session = sessions.get(name) as Session;
      const [cycle] = await measureMarks(session, round, round + 1);
      if (cycle !== undefined) marks.get(name)?.push(cycle);
      transactions.get(name)?.push(await transactionCost(session, altered, round));
    }
  }
  for (const session of sessions.values()) await session.close();
  return new Map(
    SIZES.map(({ name }) => [
      name,
      {
        marks: (marks.get(name) ?? []).slice(WARM_UP).map((pair) => meanOfLater(pair)),
        transactions: (transactions.get(name) ?? []).slice(WARM_UP),
      },
    ]),
  );
}

async function transactionCost(session: Session, altered: string, round: number): Promise<Cost> {
  const { captured, plain } = await session.pair(round, () =>
    costOf(session.backend, async () => {
      await session.run('begin');
      await session.run(`alter table ${altered} alter column amount set default ${round}`);
      await session.run('commit');
    }),
  );
  return difference(captured, plain);
}

function meanOfLater(pair: Pair<CycleCosts>): Cost {
  const costs = added([pair], (isFirst) => !isFirst).flat();
  const sum = total(costs);
  return {
    wall: sum.wall / costs.length,
    cpu: sum.cpu === undefined ? undefined : sum.cpu / costs.length,
  };
}

function renderMedian(costs: readonly Cost[], factor: number): string {
  const { wall, cpu } = costSpread(costs);
  return renderNumber((cpu ?? wall).median * factor);
}

function tables(count: number): Size {
  return {
    name: `tables_${count}`,
    what: `${count} tables`,
    altered: PLAIN,
    base: 'tables_0',
    build: withTables(count),
  };
}

function keys(
  count: number,
  layout: 'spread' | 'hub',
  what: string,
  altered: string,
  base: string,
): Size {
  return {
    ...copied(`${layout}_${count}`, async ({ databases }, name) => {
      await createForeignKeys(databases.urlOf(name), count, layout);
    }),
    what: `${count} tables with ${what}`,
    altered,
    base,
  };
}

/** A copy of the database without foreign keys; the engine is in it, so the rest goes in unseen. */
function copied(
  name: string,
  extend: Size['build'] = async () => {},
): Pick<Size, 'name' | 'build'> {
  return {
    name,
    build: async (bench) => {
      await bench.databases.create(name, 'keys_0');
      await extend(bench, name);
      await tidy(bench.databases.urlOf(name));
    },
  };
}

function withTables(count: number): Size['build'] {
  return async ({ databases }, name) => {
    const url = await databases.create(name);
    await createTables(url, count);
    await within(url, (session) =>
      session.run(`${PROBE_SCHEMA}; create table ${HUB} (${TYPICAL_COLUMNS})`),
    );
    await installInto(url);
    await tidy(url);
  };
}

/** What autovacuum would do sooner or later, done now. */
async function tidy(url: string): Promise<void> {
  await within(url, async (session) => {
    const names = await session.value<string>(
      `select string_agg(c.oid::regclass::text, ', ') from pg_class c
       where c.relkind = 'r' and c.relpersistence = 'p'
         and c.relnamespace in ('pg_catalog'::regnamespace, 'pggit'::regnamespace)`,
    );
    await session.run(`vacuum analyze ${names}`);
  });
}
