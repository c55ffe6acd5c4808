import { join } from 'node:path';
import type { Bench } from '../bench.js';
import { compareTools, ROUNDS } from '../migrations/compare.js';
import { writeProject } from '../migrations/project.js';
import { NODE_PG_MIGRATE, ROOT } from '../migrations/tool.js';
import { renderNumber } from '../report/markdown.js';
import type { Section } from '../report/row.js';

const MIGRATIONS = 200;
const PGGIT = join(ROOT, 'packages/cli/dist/index.js');

/** A tool as it is, alone and as the command of `pggit run`. */
export function run({ server: { major } }: Bench): Promise<Section> {
  return compareTools(major, {
    title: 'pggit run, and its command alone',
    method: (
      sync,
    ) => `As above (${ROUNDS} times each, in turns, on a server that waits for the disk, which takes it \
${renderNumber(sync.median)} ms), with node-pg-migrate's own command and the same ${MIGRATIONS} migrations. \
The start of \`pggit run\`, its connections and the end of the deployment count.`,
    async prepare(directory) {
      await writeProject(directory, MIGRATIONS);
      const up = ['up', '-m', join(directory, 'migrations'), '--no-single-transaction'];
      return [
        {
          what: `${MIGRATIONS} migrations, a transaction each`,
          limit: 1.05,
          captured: {
            script: PGGIT,
            arguments: ['run', '--', process.execPath, NODE_PG_MIGRATE, ...up],
          },
          plain: { script: NODE_PG_MIGRATE, arguments: up },
        },
      ];
    },
  });
}
