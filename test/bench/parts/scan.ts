import { join } from 'node:path';
import { findPrograms } from '@pggit/testing/server';
import type { Bench } from '../bench.js';
import { installInto, within } from '../database/databases.js';
import { createTables } from '../database/schema.js';
import { type Cost, costOf, ratio } from '../measure/cost.js';
import { programCost } from '../measure/program.js';
import { costRow, type Row, ratioRow, type Section } from '../report/row.js';

const ROUNDS = 5;
const TABLES = 10_000;

/** What reads the whole catalog, by what people would call it. */
const SCANS = {
  'the state of the catalog: `pggit.state_hash()`': `select pggit.state_hash('live')`,
  'drift: `pggit.status()`': 'select count(*) from pggit.status()',
} as const;

/** A full scan beside `pg_dump -s` of the same database. */
export async function scan(bench: Bench): Promise<Section> {
  const { databases } = bench;
  await createTables(await databases.create('scanned_plain'), TABLES);
  const baseline: Cost[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    await databases.drop('scanned');
    const url = await databases.create('scanned', 'scanned_plain');
    baseline.push(await within(url, ({ backend }) => costOf(backend, () => installInto(url))));
  }
  const url = databases.urlOf('scanned');
  await within(url, (session) => session.run('vacuum analyze'));
  // Its workers are backends that end, too, and would count as pg_dump's.
  await switchAutovacuum(url, 'off');

  const dumps: Cost[] = [];
  const scans = new Map<string, Cost[]>(Object.keys(SCANS).map((what) => [what, []]));
  const dump = await dumpProgram(bench);
  for (let round = 0; round < ROUNDS; round += 1) {
    if (dump !== undefined) dumps.push(await dump(url));
    for (const [what, sql] of Object.entries(SCANS)) {
      const cost = await within(url, (session) => session.cost(sql));
      scans.get(what)?.push(cost);
    }
  }
  await switchAutovacuum(url, 'on');
  await databases.drop('scanned');
  await databases.drop('scanned_plain');

  const rows: Row[] = [];
  for (const [what, costs] of scans) {
    if (dumps.length > 0) {
      const ratios = costs.map((cost, round) => ratio(cost, dumps[round] as Cost));
      rows.push(ratioRow(`${what}, of pg_dump's time`, ratios, 0.5));
    }
    rows.push(costRow(dumps.length > 0 ? '– itself' : what, 's', costs));
  }
  if (dumps.length > 0) rows.push(costRow('`pg_dump -s`', 's', dumps));
  rows.push(
    costRow('install with its baseline commit, everything written', 's', baseline.map(clock)),
  );
  return {
    title: 'A full scan',
    method: `A database of ${TABLES} tables with a primary key and an index each: what reads all of it, \
on a fresh connection, beside \`pg_dump -s\` of the same database, in turns. The processor time of pg_dump is \
its own and its backend's${dump === undefined ? '. There is no pg_dump on this machine: no comparison' : ''}.`,
    rows,
  };
}

async function switchAutovacuum(url: string, value: 'on' | 'off'): Promise<void> {
  await within(url, async (session) => {
    await session.run(`alter system set autovacuum = ${value}`);
    await session.run('select pg_reload_conf()');
  });
}

/** The installation has a connection of its own, whose processor time is not known. */
function clock(cost: Cost): Cost {
  return { ...cost, cpu: undefined };
}

/** Dumps a database; undefined where there is no pg_dump. */
async function dumpProgram({
  server,
}: Bench): Promise<((url: string) => Promise<Cost>) | undefined> {
  try {
    const program = join(await findPrograms(server.major), 'pg_dump');
    return (url) => programCost(server.pid ?? -1, program, ['-s', '-d', url]);
  } catch (error) {
    console.error(`no pg_dump: ${error instanceof Error ? error.message : error}`);
    return undefined;
  }
}
