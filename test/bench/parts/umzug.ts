import type { Bench } from '../bench.js';
import { compareTools, ROUNDS } from '../migrations/compare.js';
import { writeUmzugProject } from '../migrations/umzug-project.js';
import { renderNumber } from '../report/markdown.js';
import type { Section } from '../report/row.js';

const MIGRATIONS = 200;

/** umzug over a pool, with and without `withPggit`. */
export function umzug({ server: { major } }: Bench): Promise<Section> {
  return compareTools(major, {
    title: 'umzug, with the adapter and without',
    method: (
      sync,
    ) => `As above (${ROUNDS} times each, in turns, on a server that waits for the disk, which takes it \
${renderNumber(sync.median)} ms), with the same ${MIGRATIONS} migrations as SQL files: each is one query of a pool, \
and its name a row of a table.`,
    async prepare(directory) {
      const script = await writeUmzugProject(directory, MIGRATIONS);
      return [
        {
          what: `${MIGRATIONS} migrations, a transaction each`,
          limit: 1.05,
          captured: { script, cwd: directory, env: { PGGIT: 'on' } },
          plain: { script, cwd: directory },
        },
      ];
    },
  });
}
