import type { Bench } from '../bench.js';
import { within } from '../database/databases.js';
import { TYPICAL_COLUMNS } from '../database/schema.js';
import { Session } from '../database/session.js';
import { renderNumber, renderTable } from '../report/markdown.js';

/** Transactions before the warm one. */
const WARM_UP = 20;

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
    const session = await Session.open(url, '-c track_functions=all');
    const number = (transaction: number): number => index * 1_000 + transaction;
    parts.push(
      render(`${what}, first of a connection`, await spentIn(session, statement(number(0)))),
    );
    for (let transaction = 1; transaction <= WARM_UP; transaction += 1) {
      await spentIn(session, statement(number(transaction)));
    }
    const warm = await spentIn(session, statement(number(WARM_UP + 1)));
    parts.push(render(`${what}, warm`, warm));
    await session.close();
  }
  await databases.drop('profiled');
  return parts.join('\n\n');
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
