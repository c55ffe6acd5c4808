import { readFile } from 'node:fs/promises';
import { bundledEngine, describeEngine } from '@pggit/core/engine';
import { useDatabase } from '@pggit/testing';
import { describe, expect, it } from 'vitest';

describe('the committed manifest', () => {
  const db = useDatabase({ engine: false });

  it('is what this PostgreSQL version makes of the SQL tree', async () => {
    const described = await describeEngine(db.client, bundledEngine);
    expect(described.manifest).toEqual(bundledEngine.manifest);
  });
});

describe('the functions', () => {
  const db = useDatabase();

  it('have bodies that PostgreSQL accepts now that everything they use is there', async () => {
    await db.client.query(
      "begin; set local check_function_bodies = on; set local search_path = ''",
    );
    for (const { name, sql } of bundledEngine.functions) {
      await db.client.query(sql).catch((error) => expect.unreachable(`${name}: ${error.message}`));
    }
    await db.client.query('rollback');
  });
});

describe('the SQL tree', () => {
  const files = [
    ...bundledEngine.migrations.map(({ name, sql }) => ({ name: `schema/${name}.sql`, sql })),
    ...bundledEngine.functions,
    ...bundledEngine.views,
    ...bundledEngine.triggers,
    ...bundledEngine.eventTriggers,
    ...bundledEngine.comments,
    ...bundledEngine.grants,
  ];

  it('is bundled as it stands', async () => {
    for (const { name, sql } of files) {
      const text = await readFile(new URL(`../../sql/${name}`, import.meta.url), 'utf8');
      expect(sql, name).toBe(text.replaceAll('\r\n', '\n'));
    }
  });

  it('is ASCII, so that it installs whatever the encoding of the database', () => {
    // biome-ignore lint/suspicious/noControlCharactersInRegex: the range of ASCII is the point
    const offenders = files.filter(({ sql }) => /[^\x00-\x7f]/.test(sql));
    expect(offenders.map(({ name }) => name)).toEqual([]);
  });
});
