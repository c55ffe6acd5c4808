import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { liquibase as findLiquibase } from '@pggit/testing';
import { jdbcUrl } from '../../adapters/liquibase/project.js';
import type { Bench } from '../bench.js';
import { compareTools, ROUNDS } from '../migrations/compare.js';
import { itemMigration } from '../migrations/umzug-project.js';
import { renderNumber } from '../report/markdown.js';
import type { Section } from '../report/row.js';

const CHANGESETS = 100;

/** Liquibase in a database with pggit's triggers on its tables, and in one without. */
export async function liquibase({ server: { major } }: Bench): Promise<Section> {
  const tool = await findLiquibase();
  const title = 'Liquibase, with the triggers and without';
  if (tool === undefined) return { title, method: 'Java or Maven is missing here.', rows: [] };
  return compareTools(major, {
    title,
    method: (
      sync,
    ) => `As above (${ROUNDS} times each, in turns, on a server that waits for the disk, which takes it \
${renderNumber(sync.median)} ms), with ${CHANGESETS} changesets of formatted SQL. What a run takes that has nothing \
to do is left out: the start of the JVM and the reading of the changelog.`,
    async prepare(directory) {
      await writeFile(join(directory, 'changelog.sql'), changelog());
      const { file, args } = tool.command('update');
      const command = {
        file,
        arguments: args,
        cwd: directory,
        env: (url: string) => ({
          LIQUIBASE_COMMAND_URL: jdbcUrl({ url }),
          LIQUIBASE_COMMAND_CHANGELOG_FILE: 'changelog.sql',
        }),
      };
      return [
        {
          what: `${CHANGESETS} changesets, a transaction each`,
          limit: 1.05,
          captured: command,
          plain: command,
          withoutIdle: true,
        },
      ];
    },
  });
}

function changelog(): string {
  const changesets = Array.from(
    { length: CHANGESETS },
    (_, at) => `--changeset bench:${at + 1} splitStatements:false${itemMigration(at + 1)}\n`,
  );
  return ['--liquibase formatted sql\n', ...changesets].join('\n');
}
