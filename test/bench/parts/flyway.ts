import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { writeCallbacks } from '@pggit/flyway';
import { flyway as findFlyway } from '@pggit/testing';
import { addressOf } from '../../adapters/flyway/project.js';
import type { Bench } from '../bench.js';
import { compareTools, ROUNDS } from '../migrations/compare.js';
import { itemMigration } from '../migrations/umzug-project.js';
import { renderNumber } from '../report/markdown.js';
import type { Section } from '../report/row.js';

const MIGRATIONS = 100;

/** Flyway with pggit's callbacks in a database with pggit, and as it is without both. */
export async function flyway({ server: { major } }: Bench): Promise<Section> {
  const tool = await findFlyway();
  const title = 'Flyway, with the callbacks and without';
  if (tool === undefined) return { title, method: 'Java or Maven is missing here.', rows: [] };
  return compareTools(major, {
    title,
    method: (
      sync,
    ) => `As above (${ROUNDS} times each, in turns, on a server that waits for the disk, which takes it \
${renderNumber(sync.median)} ms), with ${MIGRATIONS} migrations. What a run takes that has nothing to do is left out: \
the start of the JVM and the reading of the migrations.`,
    async prepare(directory) {
      const [sql, callbacks] = [join(directory, 'sql'), join(directory, 'pggit')];
      await mkdir(sql);
      for (let number = 1; number <= MIGRATIONS; number += 1) {
        await writeFile(join(sql, `V${number}__item_${number}.sql`), itemMigration(number));
      }
      await writeCallbacks(callbacks);
      const command = (...folders: string[]) => {
        const locations = folders.map((folder) => `filesystem:${folder}`).join(',');
        const { file, args } = tool.command(`-locations=${locations}`, 'migrate');
        return { file, arguments: args, cwd: directory, env: settingsFor };
      };
      return [
        {
          what: `${MIGRATIONS} migrations, a transaction each`,
          limit: 1.05,
          captured: command(sql, callbacks),
          plain: command(sql),
          withoutIdle: true,
        },
      ];
    },
  });
}

/** Flyway reads the same from variables as from its command line. */
function settingsFor(url: string): Record<string, string> {
  const [address = '', user = '', password = ''] = addressOf(url).map((arg) =>
    arg.replace(/^-\w+=/, ''),
  );
  return { FLYWAY_URL: address, FLYWAY_USER: user, FLYWAY_PASSWORD: password };
}
