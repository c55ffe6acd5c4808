import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { uniqueName } from '../names.js';
import { run } from '../vitest/run.js';

const { escapeIdentifier, escapeLiteral } = pg;

/** A role with a password, for `db.connect({ user: role.name, password: role.password })`. */
export interface TestRole {
  readonly name: string;
  readonly password: string;
}

/**
 * Creates a role. Roles belong to the whole server, which other test files use at the same time,
 * so each gets a name of its own. It is dropped at the end of the run.
 *
 * @param attributes what follows the name in CREATE ROLE, for example `login createrole`
 */
export async function uniqueRole(
  client: { query(text: string): Promise<unknown> },
  attributes = 'login',
): Promise<TestRole> {
  const role = {
    name: uniqueName(`${run().prefix}role`),
    password: randomBytes(8).toString('hex'),
  };
  await client.query(
    `create role ${escapeIdentifier(role.name)} password ${escapeLiteral(role.password)} ${attributes}`,
  );
  return role;
}
