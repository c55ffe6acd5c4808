import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type EmbeddedServer, startEmbeddedServer } from '@pggit/testing/server';
import type { Bench } from '../bench.js';
import { Databases, installInto } from '../database/databases.js';
import { type Cost, ratio } from '../measure/cost.js';
import { syncTime } from '../measure/disk.js';
import { alternate, type Pair } from '../measure/pairs.js';
import { writeProject } from '../migrations/project.js';
import { runTool } from '../migrations/tool.js';
import { renderNumber } from '../report/markdown.js';
import { costRow, type Row, ratioRow, type Section } from '../report/row.js';

const ROUNDS = 6;
const MIGRATIONS = 200;
const FIXTURE = fileURLToPath(new URL('../../../fixtures/node-pg-migrate/', import.meta.url));

/** As a server that must not lose anything. */
const DURABLE = {
  fsync: 'on',
  synchronous_commit: 'on',
  full_page_writes: 'on',
  max_wal_size: '1GB',
};

interface Project {
  readonly what: string;
  readonly arguments: readonly string[];
  readonly limit?: number;
}

/** The tool a team uses, with and without its adapter. */
export async function migrate({ server: { major } }: Bench): Promise<Section> {
  const directory = await mkdtemp(join(tmpdir(), 'pggit-bench-'));
  const server = await startEmbeddedServer({ major, settings: DURABLE, onDisk: true });
  try {
    await writeProject(directory, MIGRATIONS);
    const sync = await syncTime(dirname(server.dataDirectory));
    const databases = await Databases.on(server.url);
    const rows: Row[] = [];
    for (const project of projects(join(directory, 'migrations'))) {
      rows.push(...rowsOf(project, await measure(server, databases, project)));
    }
    await databases.close();
    return {
      title: 'node-pg-migrate, with the adapter and without',
      method: `The tool's own command on fresh databases, in turns, ${ROUNDS} times each, from the start of Node to \
its end, on a server that waits for the disk (fsync and synchronous_commit on; writing a page and waiting for \
it takes this disk ${renderNumber(sync.median)} ms). The clock decides. The processor time is the tool's and its \
backend's together. Each of the ${MIGRATIONS} migrations makes a table with keys, checks, an index and comments; \
every fourth also moves rows. The fixture is the one the tests use: two years of a real schema's life in 44 \
migrations.`,
      rows,
    };
  } finally {
    await server.dispose();
    await rm(directory, { recursive: true, force: true });
  }
}

function projects(folder: string): Project[] {
  const fixture = ['--use-glob', '-m', `${FIXTURE}{migrations,repaired}/*`];
  const modes = [
    { mode: 'one transaction', flags: [] },
    { mode: 'a transaction each', flags: ['--no-single-transaction'] },
  ];
  return modes.flatMap(({ mode, flags }) => [
    { what: `${MIGRATIONS} migrations, ${mode}`, arguments: ['-m', folder, ...flags], limit: 1.05 },
    { what: `the fixture, ${mode}`, arguments: [...fixture, ...flags], limit: 1.05 },
  ]);
}

async function measure(
  server: EmbeddedServer,
  databases: Databases,
  project: Project,
): Promise<Pair<Cost>[]> {
  const run = async (command: 'captured' | 'plain'): Promise<Cost> => {
    const url = await databases.create('migrated');
    if (command === 'captured') await installInto(url);
    const cost = await runTool({ command, url, arguments: project.arguments }, server.pid ?? -1);
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

function rowsOf({ what, limit }: Project, pairs: readonly Pair<Cost>[]): Row[] {
  const whole = (variant: keyof Pair<Cost>): Cost[] => pairs.map((pair) => pair[variant]);
  const ratios = pairs.map(({ captured, plain }) => ratio(captured, plain));
  return [
    ratioRow(what, ratios, limit, true),
    costRow('– with pggit', 's', whole('captured')),
    costRow('– without', 's', whole('plain')),
  ];
}
