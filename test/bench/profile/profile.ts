import type { Bench } from '../bench.js';
import { within } from '../database/databases.js';
import { TYPICAL_COLUMNS } from '../database/schema.js';
import { Session } from '../database/session.js';
import { renderNumber, renderTable } from '../report/markdown.js';

/** Connections whose first transaction is measured, and transactions of the warm one. */
const RUNS = 15;
const WARM_UP = 10;

interface Spent {
  readonly name: string;
  readonly calls: number;
  readonly total: number;
  readonly self: number;
}

/** Where a captured transaction spends its time: the functions of pggit, by their own time. */
export async function profile({ databases }: Bench): Promise<string> {
  const url = await databases.createCaptured('profiled');
  await within(url, (session) =>
    session.run(`create schema app; create table app.existing (${TYPICAL_COLUMNS})`),
  );
  // What happens once in the life of a database is not what this is about.
  await within(url, (session) => spentIn(session, 'create table app.before_all ()'));
  const parts: string[] = [];
  const kinds: [string, (n: number) => string][] = [
    ['create table', (n) => `create table app.created_${n} (${TYPICAL_COLUMNS})`],
    ['set default', (n) => `alter table app.existing alter column amount set default ${n}`],
  ];
  for (const [index, [what, statement]] of kinds.entries()) {
    let number = index * 1_000;
    const next = (session: Session): Promise<Spent[]> => {
      number += 1;
      return spentIn(session, statement(number));
    };
    const first: Spent[][] = [];
    for (let run = 0; run < RUNS; run += 1) first.push(await onConnection(url, next));
    const warm = await onConnection(url, async (session) => {
      const runs: Spent[][] = [];
      for (let run = 0; run < WARM_UP + RUNS; run += 1) runs.push(await next(session));
      return runs.slice(WARM_UP);
    });
    parts.push(render(`${what}, first of a connection`, fastest(first)));
    parts.push(render(`${what}, warm`, fastest(warm)));
  }
  await databases.drop('profiled');
  return parts.join('\n\n');
}

async function onConnection<T>(url: string, work: (session: Session) => Promise<T>): Promise<T> {
  const session = await Session.open(url, '-c track_functions=all');
  try {
    return await work(session);
  } finally {
    await session.close();
  }
}

/** For each function the least it took in any run: the rest is the machine's other work. */
function fastest(runs: readonly Spent[][]): Spent[] {
  const least = new Map<string, Spent>();
  for (const spent of runs.flat()) {
    const known = least.get(spent.name);
    least.set(spent.name, {
      ...spent,
      self: Math.min(spent.self, known?.self ?? spent.self),
      total: Math.min(spent.total, known?.total ?? spent.total),
    });
  }
  return [...least.values()].sort((a, b) => b.self - a.self);
}

/** The functions one transaction called, read before it ends: the server counts per transaction. */
async function spentIn(session: Session, statement: string): Promise<Spent[]> {
  await session.run('begin');
  await session.run(statement);
  await session.run('set constraints all immediate');
  const { rows } = await session.client.query<Spent>(`
    select funcname as name, calls::int, total_time as total, self_time as self
    from pg_stat_xact_user_functions where schemaname = 'pggit' order by self_time desc`);
  await session.run('commit');
  await session.run('select pg_stat_force_next_flush()'); // or the next one would count on from here
  return rows;
}

function render(title: string, spent: readonly Spent[]): string {
  const sum = spent.reduce((total, { self }) => total + self, 0);
  const lines = spent
    .filter(({ self }) => self >= 0.005)
    .map(({ name, calls, total, self }) => [
      name,
      String(calls),
      renderNumber(self),
      renderNumber(total),
    ]);
  return `### ${title}: ${renderNumber(sum)} ms in functions of pggit\n\n${renderTable(
    ['function', 'calls', 'own ms', 'ms with what it calls'],
    lines,
  )}`;
}
