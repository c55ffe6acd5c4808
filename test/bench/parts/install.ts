import { install as installEngine } from '@pggit/core';
import type { Bench } from '../bench.js';
import { within } from '../database/databases.js';
import { createTables } from '../database/schema.js';
import type { Cost } from '../measure/cost.js';
import { costOf } from '../measure/cost.js';
import { costRow, type Section } from '../report/row.js';

const ROUNDS = 9;
const ROUNDS_WITH_TABLES = 3;
const TABLES = 5_000;

/** What the installation takes, the baseline commit of what exists included. */
export async function install({ databases }: Bench): Promise<Section> {
  const cost = async (template?: string): Promise<Cost> => {
    const url = await databases.create('installed', template);
    const spent = await within(url, (session) =>
      costOf(session.backend, () => installEngine(session.client)),
    );
    await databases.drop('installed');
    return spent;
  };
  await cost(); // reads the package's files and makes the roles, once
  const empty: Cost[] = [];
  for (let round = 0; round < ROUNDS; round += 1) empty.push(await cost());

  await createTables(await databases.create('five_thousand'), TABLES);
  const full: Cost[] = [];
  for (let round = 0; round < ROUNDS_WITH_TABLES; round += 1)
    full.push(await cost('five_thousand'));
  await databases.drop('five_thousand');

  return {
    title: 'Install',
    method: `\`install()\` on a connection to a fresh database, ${ROUNDS} times.`,
    rows: [
      costRow('into an empty database', 's', empty, 0.5),
      costRow(`into one of ${TABLES} tables with a key and an index each`, 's', full),
    ],
  };
}
