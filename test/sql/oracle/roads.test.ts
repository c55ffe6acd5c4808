import { postgresMajor, useDatabase } from '@pggit/testing';
import type { ClientBase } from 'pg';
import { describe, expect, it } from 'vitest';
import { EVERYTHING } from './roads/everything.js';
import { ROADS_TO_KINDS } from './roads/kinds.js';
import { ROADS_TO_RELATIONS } from './roads/relations.js';
import { schemaState } from './schema-state.js';

const ROADS = [...ROADS_TO_RELATIONS, ...ROADS_TO_KINDS].filter(
  ({ since = 0 }) => since <= postgresMajor(),
);

describe('two roads to the same schema give the same state hash', () => {
  const one = useDatabase({ per: 'test' });
  const two = useDatabase({ per: 'test' });

  it.each(ROADS)('to $to', async (roads) => {
    const left = await arrive(one.client, roads.one);
    const right = await arrive(two.client, roads.two);
    expect(right.objects).toEqual(left.objects);
    expect(right.hashes).toEqual(left.hashes);
    expect(left.hashes.head).toBe(left.hashes.live);
  });

  it('to a schema with something of every kind', async () => {
    const left = await arrive(one.client, EVERYTHING.one);
    const right = await arrive(two.client, EVERYTHING.two);
    expect(right.objects).toEqual(left.objects);
    expect(right.hashes).toEqual(left.hashes);
    const kinds = await one.client.query('select kind from pggit.kinds order by kind');
    const found = new Set(left.objects.map(({ kind }) => kind));
    expect(kinds.rows.map(({ kind }) => kind).filter((kind) => !found.has(kind))).toEqual([]);
  });
});

/** What no event tells of is adopted at the end. */
async function arrive(client: ClientBase, statements: readonly string[]) {
  for (const statement of statements) await client.query(statement);
  await client.query('select pggit.capture()');
  return schemaState(client);
}
