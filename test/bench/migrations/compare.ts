import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { type EmbeddedServer, startEmbeddedServer } from '@pggit/testing/server';
import { Databases, installInto } from '../database/databases.js';
import { type Cost, difference, ratio } from '../measure/cost.js';
import { syncTime } from '../measure/disk.js';
import { alternate, type Pair } from '../measure/pairs.js';
import type { Spread } from '../measure/statistics.js';
import { costRow, type Row, ratioRow, type Section } from '../report/row.js';
import { type Command, runTool } from './tool.js';

/** How many times each tool runs with pggit, and as often without. */
export const ROUNDS = 6;

/** As a server that must not lose anything. */
const DURABLE = {
  fsync: 'on',
  synchronous_commit: 'on',
  full_page_writes: 'on',
  max_wal_size: '1GB',
};

/** A project, and the two commands that migrate it. */
export interface Comparison {
  readonly what: string;
  readonly captured: Command;
  readonly plain: Command;
  readonly limit?: number;
  /** Whether what a second run takes, which has nothing to do, is not counted. */
  readonly withoutIdle?: boolean;
}

/** A section about tools that migrate fresh databases, with pggit and without. */
export interface Comparing {
  readonly title: string;
  /** What is measured and how. @param sync - what writing a page takes this disk, in ms */
  method(sync: Spread): string;
  /** Writes the projects into an empty directory. */
  prepare(directory: string): Promise<readonly Comparison[]>;
}

/** Runs tools in turns, on a server of their own that waits for the disk. */
export async function compareTools(
  major: EmbeddedServer['major'],
  { title, method, prepare }: Comparing,
): Promise<Section> {
  const directory = await mkdtemp(join(tmpdir(), 'pggit-bench-'));
  const server = await startEmbeddedServer({ major, settings: DURABLE, onDisk: true });
  try {
    const comparisons = await prepare(directory);
    const sync = await syncTime(dirname(server.dataDirectory));
    const databases = await Databases.on(server.url);
    const rows: Row[] = [];
    for (const comparison of comparisons) {
      rows.push(...rowsOf(comparison, await measure(server, databases, comparison)));
    }
    await databases.close();
    return { title, method: method(sync), rows };
  } finally {
    await server.dispose();
    await rm(directory, { recursive: true, force: true });
  }
}

async function measure(
  server: EmbeddedServer,
  databases: Databases,
  comparison: Comparison,
): Promise<Pair<Cost>[]> {
  const run = async (variant: keyof Pair<Cost>): Promise<Cost> => {
    const url = await databases.create('migrated');
    if (variant === 'captured') await installInto(url);
    const migrate = () => runTool(comparison[variant], url, server.pid ?? -1);
    const whole = await migrate();
    const cost = comparison.withoutIdle ? difference(whole, await migrate()) : whole;
    await databases.drop('migrated');
    return cost;
  };
  await run('plain'); // files and programs come from the disk the first time
  return alternate(
    ROUNDS,
    () => run('captured'),
    () => run('plain'),
  );
}

function rowsOf({ what, limit }: Comparison, pairs: readonly Pair<Cost>[]): Row[] {
  const whole = (variant: keyof Pair<Cost>): Cost[] => pairs.map((pair) => pair[variant]);
  const ratios = pairs.map(({ captured, plain }) => ratio(captured, plain));
  return [
    ratioRow(what, ratios, limit, true),
    costRow('– with pggit', 's', whole('captured')),
    costRow('– without', 's', whole('plain')),
  ];
}
