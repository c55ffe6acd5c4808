import { uniqueRole, useDatabase } from '@pggit/testing';
import { expect, it } from 'vitest';

const db = useDatabase({ engine: false });

it('makes a role that can log in, and two of them differ', async () => {
  const first = await uniqueRole(db.client);
  const second = await uniqueRole(db.client, 'login createrole');
  const session = await db.connect({ user: second.name, password: second.password });
  const { rows } = await session.query(
    'select current_user::text as name, rolcreaterole from pg_roles where rolname = current_user',
  );
  expect(rows).toEqual([{ name: second.name, rolcreaterole: true }]);
  expect(first.name).not.toBe(second.name);
});
