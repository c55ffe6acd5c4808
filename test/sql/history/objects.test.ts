import { uniqueRole, useDatabase } from '@pggit/testing';
import { describe, expect, it } from 'vitest';
import { failureOf } from '../deployments/failure.js';
import { headOf } from './readback.js';

describe('pggit.objects', () => {
  const db = useDatabase({ per: 'test' });
  const objects = async (ref = 'live') => {
    const { rows } = await db.client.query(
      'select * from pggit.objects($1) order by kind, identity',
      [ref],
    );
    return rows;
  };
  const names = async (ref = 'live') =>
    (await objects(ref)).map(({ kind, identity }) => `${kind} ${identity}`);

  it('lists every tracked object with its definition, as it is and as a ref has it', async () => {
    await db.client.query(
      'create table public.a (id int primary key); create view public.v as select id from public.a',
    );
    const earlier = await headOf(db.client);
    await db.client.query('alter table public.a rename to b');
    await db.client.query('drop view public.v');
    expect(await names()).toEqual(['index public.a_pkey', 'schema public', 'table public.b']);
    expect(await names('HEAD')).toEqual(await names());
    expect(await names(earlier)).toEqual([
      'index public.a_pkey',
      'schema public',
      'table public.a',
      'view public.v',
    ]);
    for (const ref of ['live', 'HEAD', earlier]) {
      for (const { kind, identity, definition } of await objects(ref)) {
        const { rows } = await db.client.query(
          'select pggit.definition($1, $2, $3) as definition',
          [kind, identity, ref],
        );
        expect(definition).toEqual(rows[0].definition);
      }
    }
  });

  it('leaves out what is not tracked', async () => {
    await db.client.query(`
      create table public.a (id int); create table public.b (id int);
      comment on table public.b is '@pggit:ignore'`);
    expect(await names()).toEqual(['schema public', 'table public.a']);
    expect(await names('HEAD')).toEqual(await names());
  });

  it('has what another session has locked as it was', async () => {
    await db.client.query('create view public.v as select 1 as one');
    const other = await db.connect();
    await other.query('begin; lock table public.v in access exclusive mode');
    expect(await names()).toContain('view public.v');
    expect((await objects()).find(({ kind }) => kind === 'view').definition).toMatchObject({
      columns: { one: {} },
    });
  });

  it('refuses a ref that is none (PGR01), and roles without rights', async () => {
    expect((await failureOf(objects('nowhere'))).code).toBe('PGR01');
    const role = await uniqueRole(db.client);
    const session = await db.connect({ user: role.name, password: role.password });
    const refused = await failureOf(session.query('select * from pggit.objects()'));
    expect(refused.code).toBe('42501');
  });
});

describe('pggit.definition_difference', () => {
  const db = useDatabase();
  const difference = async (before: unknown, after: unknown) => {
    const { rows } = await db.client.query('select pggit.definition_difference($1, $2) as found', [
      JSON.stringify(before),
      JSON.stringify(after),
    ]);
    return rows[0].found;
  };

  it('names what differs, attribute by attribute', async () => {
    expect(
      await difference(
        { owner: 'a', columns: { id: { type: 'integer' }, x: { type: 'text' } } },
        { owner: 'a', columns: { id: { type: 'bigint' } } },
      ),
    ).toEqual({ 'columns.id.type': ['integer', 'bigint'], 'columns.x': [{ type: 'text' }, null] });
    expect(await difference({ owner: 'a' }, { owner: 'a' })).toEqual({});
  });

  it('takes nothing for an empty definition', async () => {
    const { rows } = await db.client.query(
      `select pggit.definition_difference(null, '{"owner": "a"}') as found`,
    );
    expect(rows[0].found).toEqual({ owner: [null, 'a'] });
  });

  it.each([
    ['before', 'array', [[], {}]],
    ['after', 'number', [{}, 1]],
  ] as const)(
    'refuses what is no definition, %s being a JSON %s (PGR08)',
    async (argument, type, [before, after]) => {
      expect(await failureOf(difference(before, after))).toMatchObject({
        code: 'PGR08',
        message: `${argument} is no definition but a JSON ${type}`,
        detail: { argument, type },
      });
    },
  );
});
