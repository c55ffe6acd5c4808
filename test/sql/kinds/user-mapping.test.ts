import { uniqueRole, useDatabase } from '@pggit/testing';
import { describe, expect, it } from 'vitest';
import { testKind } from './cases.js';
import { definitionOf, expectationsOf, SOUND } from './observer.js';
import { added, changed, removed, renamed } from './rows.js';

const M = 'user mapping ROLE1 on s';
const GIVEN = 'create foreign data wrapper w; create server s foreign data wrapper w';
const MAPPING = `create user mapping for ROLE1 server s options (password 'secret')`;

testKind('user mapping', [
  {
    it: 'is described with the names of its options, never their values',
    given: GIVEN,
    when: `create user mapping for ROLE1 server s options (user 'me', password 'top secret');
           create user mapping for public server s`,
    shows: [added(M), added('user mapping public on s')],
    defines: {
      [M]: { server: 's', user: 'ROLE1', option_names: ['password', 'user'] },
      'user mapping public on s': { server: 's', user: 'PUBLIC' },
    },
  },
  {
    it: 'gets and loses options',
    given: [GIVEN, MAPPING],
    when: `alter user mapping for ROLE1 server s options (drop password, add passfile '/dev/null')`,
    shows: [changed(M, { option_names: [['password'], ['passfile']] })],
  },
  {
    it: 'does not change with the value of an option',
    given: [GIVEN, MAPPING],
    when: `alter user mapping for ROLE1 server s options (set password 'another secret')`,
    shows: [],
  },
  {
    it: 'follows the rename of its server without a row of its own',
    given: [GIVEN, MAPPING],
    when: 'alter server s rename to "S 2"',
    shows: [renamed('foreign server s', 'foreign server "S 2"')],
    defines: {
      'user mapping ROLE1 on "S 2"': { server: 'S 2', user: 'ROLE1', option_names: ['password'] },
    },
  },
  {
    it: 'is removed',
    given: [GIVEN, MAPPING],
    when: 'drop user mapping for ROLE1 server s',
    shows: [removed(M)],
  },
  {
    it: 'is removed with its server',
    given: [GIVEN, MAPPING],
    when: 'drop server s cascade',
    shows: [removed('foreign server s'), removed(M)],
  },
]);

describe('user mapping', () => {
  const db = useDatabase();

  it('is the same for a reader who may not see its options, and its secret is nowhere', async () => {
    await db.client.query(GIVEN);
    const owner = await uniqueRole(db.client);
    await db.client.query(
      `create user mapping for ${owner.name} server s options (password 'hunter2')`,
    );
    const reader = await uniqueRole(db.client);
    await db.client.query(`grant pggit_reader to ${reader.name}`);
    const session = await db.connect({ user: reader.name, password: reader.password });

    expect(await expectationsOf(session)).toEqual(SOUND);
    const mapping = `user mapping ${owner.name} on s`;
    const seen = { server: 's', user: owner.name, option_names: ['password'] };
    expect(await definitionOf(session, mapping, 'live')).toEqual(seen);
    expect(await definitionOf(session, mapping)).toEqual(seen);

    const { rows } = await db.client.query(
      `select table_name from information_schema.tables where table_schema = 'pggit'`,
    );
    expect(rows.length).toBeGreaterThan(0);
    for (const { table_name } of rows) {
      const found = await db.client.query(
        `select from pggit.${table_name} t where t::text like '%hunter2%'`,
      );
      expect(found.rowCount, table_name).toBe(0);
    }
  });
});
