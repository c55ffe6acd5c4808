import { useDatabase } from '@pggit/testing';
import { describe, expect, it } from 'vitest';
import { warningsOf } from '../kinds/cases.js';
import { expectationsOf, SOUND } from '../kinds/observer.js';
import { RandomDdl } from './random-ddl.js';
import { unsound } from './replay.js';

/** More seeds find more; these few are for every day. */
const SEEDS = (process.env.PGGIT_TEST_SEEDS ?? '1,2,3').split(',').map(Number);
const TRANSACTIONS = 60;

describe.each(SEEDS)('random DDL of seed %s', (seed) => {
  const db = useDatabase();

  it('never leaves drift, an error or a warning behind', async () => {
    const random = new RandomDdl(seed);
    const warnings = warningsOf(db.client);
    const other = await db.connect();
    await db.client.query('create schema a; create schema b');
    for (let n = 0; n < TRANSACTIONS; n++) {
      const statements = random.transaction();
      await db.client.query(inOneTransaction(statements, random.below(4) === 0));
      const ours = warnings.filter((message) => message.startsWith('pggit'));
      const after = { ...(await expectationsOf(other)), warnings: ours };
      expect(after, `after transaction ${n}:\n${statements.join(';\n')}`).toEqual({
        ...SOUND,
        warnings: [],
      });
    }
    expect(await unsound(other)).toEqual([]);
  }, 120_000);
});

/** Each statement in a savepoint of its own: one that fails is taken back, the rest stays. */
function inOneTransaction(statements: readonly string[], immediate: boolean): string {
  const blocks = statements.map(
    (statement) => `begin execute $sql$${statement}$sql$; exception when others then null; end;`,
  );
  return `begin; ${immediate ? 'set constraints all immediate;' : ''}
          do $$ begin ${blocks.join('\n')} end $$; commit`;
}
