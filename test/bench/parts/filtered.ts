import type { Bench } from '../bench.js';
import { within } from '../database/databases.js';
import { TYPICAL_COLUMNS } from '../database/schema.js';
import type { Session } from '../database/session.js';
import { type Cost, difference } from '../measure/cost.js';
import { alternate } from '../measure/pairs.js';
import { costRow, type Row, type Section } from '../report/row.js';

const ROUNDS = 400;
const WARM_UP = 20;

const SCHEMA = `
  create schema app;
  create table app.tracked (${TYPICAL_COLUMNS});
  create materialized view app.totals as select count(*) from app.tracked;
  create schema query_cache;
  create table query_cache.untracked (${TYPICAL_COLUMNS});
`;

interface Case {
  readonly what: string;
  readonly sql: string;
  /** Microseconds. A limit of nothing means: not to be told from the noise. */
  readonly limit: number;
}

const CASES: readonly Case[] = [
  { what: 'refresh materialized view', sql: 'refresh materialized view app.totals', limit: 2 },
  { what: 'truncate', sql: 'truncate app.tracked', limit: 2 },
  {
    what: 'insert into an untracked table',
    sql: `insert into query_cache.untracked (code) values ('a')`,
    limit: 0,
  },
  {
    what: 'insert into a tracked table',
    sql: `insert into app.tracked (code) values ('a')`,
    limit: 0,
  },
  {
    what: 'update of a tracked table',
    sql: 'update app.tracked set amount = 1 where id = 1',
    limit: 0,
  },
];

/** Statements that can change no definition. */
export async function filtered({ databases }: Bench): Promise<Section> {
  const url = await databases.createCaptured('filtered');
  const rows = await within(url, async (session) => {
    await session.run(SCHEMA);
    const found: Row[] = [];
    for (const each of CASES) found.push(...(await rowsOf(session, each)));
    return found;
  });
  await databases.drop('filtered');
  return {
    title: 'Statements that change no definition',
    method: `Added to a statement of its own transaction, ${ROUNDS} pairs each. Where nothing may be \
added, the limit is what this method cannot tell from nothing: the noise of the same statement without \
pggit, measured twice, or half a microsecond.`,
    rows,
  };
}

async function rowsOf(session: Session, { what, sql, limit }: Case): Promise<Row[]> {
  const cost = (): Promise<Cost> => session.cost(sql);
  const differences: Cost[] = [];
  for (let round = 0; round < ROUNDS + WARM_UP; round += 1) {
    const { captured, plain } = await session.pair(round, cost);
    if (round >= WARM_UP) differences.push(difference(captured, plain));
  }
  await session.capture(false);
  const same = await alternate(ROUNDS, cost, cost);
  const noise = costRow(
    '– noise',
    'µs',
    same.map((pair) => difference(pair.captured, pair.plain)),
  );
  const resolution = Math.max(0.5, Math.abs((noise.cpu ?? noise.measured).median));
  return [costRow(what, 'µs', differences, limit === 0 ? resolution : limit), noise];
}
