import { type CurrentDatabase, postgresMajor, uniqueRole, useDatabase } from '@pggit/testing';
import type pg from 'pg';
import { describe, expect, it } from 'vitest';
import { Catalog } from '../sql/oracle/catalog.js';
import { Generator } from '../sql/oracle/generator.js';
import { Random } from '../sql/oracle/random.js';
import { type Difference, differences, Witness } from './answer.js';
import { STATEMENTS } from './statements/index.js';

describe('a database with pggit gives the answers of one without it, word for word', () => {
  const without = useDatabase({ engine: false, per: 'test' });
  const tracked = useDatabase({ per: 'test' });

  async function differencesOf(
    statements: Iterable<string> | AsyncIterable<string>,
    user: pg.ClientConfig = {},
  ): Promise<Difference[]> {
    const role = (await uniqueRole(without.client)).name;
    const witness = async (db: CurrentDatabase) => {
      if (user.user) await db.client.query(`grant create on database ${db.name} to ${user.user}`);
      return new Witness(await db.connect(user), db.name);
    };
    return differences(statements, await witness(without), await witness(tracked), role);
  }

  it('to ordinary DDL, good and bad', async () => {
    expect(await differencesOf(STATEMENTS)).toEqual([]);
  }, 60_000);

  it('to a role that is no superuser and has no right on pggit', async () => {
    const { name, password } = await uniqueRole(without.client);
    expect(await differencesOf(STATEMENTS, { user: name, password })).toEqual([]);
  }, 60_000);

  it('with constraints set to immediate', async () => {
    const immediate = STATEMENTS.filter((one) => !/^(begin|commit|rollback)\b/.test(one)).map(
      (one) => `rollback; begin; set constraints all immediate; ${one}; commit`,
    );
    expect(await differencesOf(immediate)).toEqual([]);
  }, 60_000);

  it('to random DDL, in transactions and out of them', async () => {
    expect(await differencesOf(randomDdl(await tracked.connect()))).toEqual([]);
  }, 60_000);
});

/** Statements about what `client` finds when they are asked for, some of them in transactions. */
async function* randomDdl(client: pg.Client): AsyncGenerator<string> {
  const random = new Random(20);
  const generator = new Generator(random, {
    roles: ['ROLE', 'pg_monitor'],
    major: postgresMajor(),
  });
  yield 'create schema a; create schema b; create schema extensions';
  for (let n = 0; n < 100; n += 1) {
    const isTransaction = random.once(3);
    if (isTransaction) yield 'begin';
    for (let left = 1 + random.below(8); left > 0; left -= 1) {
      yield generator.next(await Catalog.read(client)).text;
    }
    if (isTransaction) yield 'commit';
  }
}
