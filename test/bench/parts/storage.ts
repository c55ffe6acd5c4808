import type { Bench } from '../bench.js';
import { within } from '../database/databases.js';
import { TYPICAL_COLUMNS } from '../database/schema.js';
import type { Session } from '../database/session.js';
import { spreadOf } from '../measure/statistics.js';
import { renderTable } from '../report/markdown.js';
import type { Row, Section } from '../report/row.js';

const OBJECTS = 500;
/** Objects a transaction: what a commit itself takes is shared by these. */
const BATCH = 10;
const LIMIT = 1024;

const WIDE_COLUMNS = Array.from(
  { length: 60 },
  (_, n) => `attribute_${n} numeric(12,2) default ${n}`,
);

const FUNCTION_BODY = `
  begin
    ${'-- a line that says why the next one is as it is\n    amount := amount * (1 + rate);\n    '.repeat(20)}
    return round(amount, 2);
  end`;

interface Case {
  readonly what: string;
  /** Objects that are there before anything is measured. */
  readonly prepare?: (n: number) => string;
  /** `round` is 2 when the same objects change once more, after a VACUUM. */
  readonly change: (n: number, round: number) => string;
  readonly again?: boolean;
}

const CASES: readonly Case[] = [
  {
    what: 'a typical table (8 columns) gets a column',
    prepare: (n) => `create table app.typical_${n} (${TYPICAL_COLUMNS})`,
    change: (n, round) => `alter table app.typical_${n} add column note_${round}_${n} text`,
    again: true,
  },
  {
    what: 'typical tables are created, with key and sequence',
    change: (n) => `create table app.created_${n} (${TYPICAL_COLUMNS})`,
  },
  {
    what: 'a wide table (60 columns) gets a column',
    prepare: (n) => `create table app.wide_${n} (${WIDE_COLUMNS.join(', ')})`,
    change: (n, round) => `alter table app.wide_${n} add column note_${round}_${n} text`,
    again: true,
  },
  {
    what: 'a function of 40 lines is replaced',
    prepare: (n) => createFunction(n, 1),
    change: (n, round) => createFunction(n, 1 + round),
    again: true,
  },
  {
    what: 'an index is created',
    prepare: (n) => `create table app.indexed_${n} (${TYPICAL_COLUMNS})`,
    change: (n) => `create index on app.indexed_${n} (code)`,
  },
];

/** What history takes on disk. */
export async function storage({ databases }: Bench): Promise<Section> {
  const rows: Row[] = [];
  const parts: string[][] = [];
  for (const each of CASES) {
    const url = await databases.createCaptured('stored');
    const growths = await within(url, (session) => measure(session, each));
    await databases.drop('stored');
    for (const [round, { total, byRelation }] of growths.entries()) {
      const what = round === 0 ? each.what : `\u2013 ${each.what}, once more`;
      rows.push({ what, unit: 'bytes', limit: LIMIT, measured: spreadOf([total]) });
      parts.push([what, byRelation]);
    }
  }
  return {
    title: 'Storage',
    method: `How much all tables of pggit together have grown, indexes and free space included, after VACUUM, \
for each object that changed, the first time and once more: ${OBJECTS} statements, ${BATCH} in a transaction. Tables that give pages away \
only in whole are counted as the file system sees them.`,
    rows,
    details: [renderTable(['what', 'bytes an object, by table and index'], parts)],
  };
}

interface Growth {
  readonly total: number;
  readonly byRelation: string;
}

async function measure(session: Session, { prepare, change, again }: Case): Promise<Growth[]> {
  await session.run('create schema app');
  if (prepare !== undefined) await inTransactions(session, prepare);
  const growths = [await growthBy(session, (n) => change(n, 1))];
  if (again) growths.push(await growthBy(session, (n) => change(n, 2)));
  return growths;
}

async function growthBy(session: Session, change: (n: number) => string): Promise<Growth> {
  const before = await sizes(session);
  const known = await session.value<number>('select count(*)::int from pggit.changes');
  await inTransactions(session, change);
  const changed = (await session.value<number>('select count(*)::int from pggit.changes')) - known;
  const after = await sizes(session);
  const grown = [...after]
    .map(([name, size]) => [name, (size - (before.get(name) ?? 0)) / changed] as const)
    .filter(([, bytes]) => bytes >= 1)
    .sort((a, b) => b[1] - a[1]);
  return {
    total: grown.reduce((sum, [, bytes]) => sum + bytes, 0),
    byRelation: grown.map(([name, bytes]) => `${name} ${Math.round(bytes)}`).join(', '),
  };
}

/** Bytes of each table (with what it keeps out of line) and each index of pggit. */
async function sizes(session: Session): Promise<Map<string, number>> {
  const tables = await session.value<string>(
    `select string_agg(c.oid::regclass::text, ', ') from pg_class c
     where c.relnamespace = 'pggit'::regnamespace and c.relkind = 'r'`,
  );
  await session.run(`vacuum ${tables}`);
  const { rows } = await session.client.query<{ name: string; size: string }>(
    `select c.relname as name,
       case c.relkind when 'r' then pg_table_size(c.oid) else pg_relation_size(c.oid) end as size
     from pg_class c
     where c.relnamespace = 'pggit'::regnamespace and c.relkind in ('r', 'i')`,
  );
  return new Map(rows.map(({ name, size }) => [name, Number(size)]));
}

async function inTransactions(session: Session, statement: (n: number) => string): Promise<void> {
  for (let from = 0; from < OBJECTS; from += BATCH) {
    await session.run('begin');
    for (let n = from; n < from + BATCH; n += 1) await session.run(statement(n));
    await session.run('commit');
  }
}

function createFunction(n: number, version: number): string {
  return `create or replace function app.compute_${n}(amount numeric, rate numeric)
    returns numeric language plpgsql as $body$ -- version ${version}.${n} ${FUNCTION_BODY} $body$`;
}
