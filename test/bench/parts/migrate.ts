import { join } from 'node:path';
import type { Bench } from '../bench.js';
import { type Comparison, compareTools, ROUNDS } from '../migrations/compare.js';
import { writeProject } from '../migrations/project.js';
import { NODE_PG_MIGRATE, ROOT } from '../migrations/tool.js';
import { renderNumber } from '../report/markdown.js';
import type { Section } from '../report/row.js';

const MIGRATIONS = 200;
const FIXTURE = join(ROOT, 'fixtures/node-pg-migrate/');
const RECORDING = join(ROOT, 'packages/node-pg-migrate/dist/cli/bin.js');

/** The tool a team uses, with and without its adapter. */
export function migrate({ server: { major } }: Bench): Promise<Section> {
  return compareTools(major, {
    title: 'node-pg-migrate, with the adapter and without',
    method: (
      sync,
    ) => `The tool's own command on fresh databases, in turns, ${ROUNDS} times each, from the start of Node to \
its end, on a server that waits for the disk (fsync and synchronous_commit on; writing a page and waiting for \
it takes this disk ${renderNumber(sync.median)} ms). The clock decides. The processor time is the tool's and its \
backend's together. Each of the ${MIGRATIONS} migrations makes a table with keys, checks, an index and comments; \
every fourth also moves rows. The fixture is the one the tests use: two years of a real schema's life in 44 \
migrations.`,
    async prepare(directory) {
      await writeProject(directory, MIGRATIONS);
      return comparisons(join(directory, 'migrations'));
    },
  });
}

function comparisons(folder: string): Comparison[] {
  const fixture = ['--use-glob', '-m', `${FIXTURE}{migrations,repaired}/*`];
  const modes = [
    { mode: 'one transaction', flags: [] },
    { mode: 'a transaction each', flags: ['--no-single-transaction'] },
  ];
  return modes.flatMap(({ mode, flags }) => [
    comparison(`${MIGRATIONS} migrations, ${mode}`, ['-m', folder, ...flags]),
    comparison(`the fixture, ${mode}`, [...fixture, ...flags]),
  ]);
}

function comparison(what: string, given: string[]): Comparison {
  const up = ['up', ...given];
  return {
    what,
    limit: 1.05,
    captured: { script: RECORDING, arguments: up },
    plain: { script: NODE_PG_MIGRATE, arguments: up },
  };
}
