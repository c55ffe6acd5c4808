import { useDatabase } from '@pggit/testing';
import type { ClientBase } from 'pg';
import { beforeAll, describe, expect, it } from 'vitest';
import { loadMilliseconds } from '../concurrency/duration.js';
import { unsound } from '../sql/capture/replay.js';
import { expectationsOf, SOUND } from '../sql/kinds/observer.js';
import { CONTENDED, Contender } from './contender.js';

const SESSIONS = 20;
const MILLISECONDS = loadMilliseconds(6);
const SEED = Number(process.env.PGGIT_TEST_SEED ?? 4);

/** What PostgreSQL answers when two sessions meet at the same catalog row; a short run may miss one. */
const MEETINGS = ['23505', 'XX000', '42P07', '42P06', '42710', '42P01', '3F000', '42704', '42701'];

describe(`twenty sessions that work on the same objects, seed ${SEED}`, () => {
  const plain = useDatabase({ engine: false });
  const tracked = useDatabase();
  const contenders: Record<'plain' | 'tracked', Contender[]> = { plain: [], tracked: [] };

  beforeAll(async () => {
    for (const [name, db] of [
      ['plain', plain],
      ['tracked', tracked],
    ] as const) {
      await db.client.query(CONTENDED);
      for (let n = 0; n < SESSIONS; n++) {
        contenders[name].push(new Contender(await db.connect(), SEED * 1000 + n));
      }
    }
    const deadline = Date.now() + MILLISECONDS;
    const all = [...contenders.plain, ...contenders.tracked];
    await Promise.all(all.map((contender) => contender.workUntil(deadline)));
  }, MILLISECONDS + 50_000);

  it('never come to a deadlock, with pggit or without', async () => {
    expect(await deadlocksIn(plain.client)).toBe(0);
    expect(await deadlocksIn(tracked.client)).toBe(0);
  });

  it('get the errors that they get without pggit, and no others', () => {
    const expected = new Set([...errorsOf(contenders.plain), ...MEETINGS]);
    expect([...errorsOf(contenders.tracked)].filter((code) => !expected.has(code))).toEqual([]);
    expect(contenders.tracked.some(({ committed }) => committed > 0)).toBe(true);
  });

  it('are warned at most of what the others kept from being recorded', () => {
    for (const warning of contenders.tracked.flatMap(({ warnings }) => warnings)) {
      expect(warning).toMatch(
        /(locked|changed) by another session|lock timeout|could not serialize|being recorded|more than one row|no transaction in progress/,
      );
    }
  });

  it('leave a history that is sound and, once what they could not record is adopted, complete', async () => {
    await tracked.client.query('select pggit.capture()');
    const other = await tracked.connect();
    expect({ ...(await expectationsOf(other)), errors: [] }).toEqual(SOUND);
    expect(await unsound(other)).toEqual([]);
  });
});

async function deadlocksIn(client: ClientBase): Promise<number> {
  await client.query('select pg_stat_force_next_flush()');
  const { rows } = await client.query(
    'select deadlocks::int from pg_stat_database where datname = current_database()',
  );
  return rows[0].deadlocks;
}

function errorsOf(contenders: readonly Contender[]): Set<string> {
  return new Set(contenders.flatMap(({ errors }) => [...errors.keys()]));
}
