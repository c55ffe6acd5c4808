import { readdirSync, readFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundledEngine } from '@pggit/core/engine';
import { useDatabase } from '@pggit/testing';
import { describe, expect, it } from 'vitest';
import { runExample, statementsOf } from './example-file.js';

const FOLDER = fileURLToPath(new URL('../../docs/examples/', import.meta.url));
const read = (name: string) => readFileSync(join(FOLDER, name), 'utf8').replaceAll('\r\n', '\n');

const examples = readdirSync(FOLDER, { recursive: true, encoding: 'utf8' })
  .map((path) => path.split(sep).join('/'))
  .filter((path) => path.endsWith('.sql') && path !== 'shop.sql')
  .sort();

/** The public functions, each as the file of its example. */
const functions = bundledEngine.functions
  .filter(({ sql }) => /create or replace function pggit\.[a-z]/.test(sql))
  .map(({ name }) => name.replace(/^functions\//, ''));

describe('the examples of the SQL functions', () => {
  const db = useDatabase({
    per: 'test',
    prepare: async (client) => {
      for (const statement of statementsOf(read('shop.sql'))) await client.query(statement);
    },
  });

  it.each(examples)('%s does what it says', async (name) => {
    const run = await runExample(read(name), { first: db.client, second: () => db.connect() });
    await expect(run).toMatchFileSnapshot(join(FOLDER, name));
  });
});

it('each public SQL function has an example, and each example a function', () => {
  expect(functions.length).toBeGreaterThan(40);
  expect(examples).toEqual([...functions].sort());
});

it('each example calls its function', () => {
  const silent = examples.filter((name) => {
    const call = `pggit.${name.replace(/^.*\/|\.sql$/g, '')}(`;
    return !read(name)
      .replaceAll(/^--.*$/gm, '')
      .includes(call);
  });
  expect(silent).toEqual([]);
});
