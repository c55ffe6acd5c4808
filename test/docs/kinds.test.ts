import { readFileSync } from 'node:fs';
import { useDatabase } from '@pggit/testing';
import { expect, it } from 'vitest';

const db = useDatabase();

it('the page on capture has a row for each kind that pggit models', async () => {
  const page = readFileSync(new URL('../../docs/explanation/capture.md', import.meta.url), 'utf8');
  const section = /^## What is captured[\s\S]*?^Not recorded/m.exec(page)?.[0] ?? '';
  const listed = [...section.matchAll(/^\| ([a-z ,]+) \|/gm)]
    .flatMap(([, kinds]) => (kinds ?? '').split(', '))
    .filter((kind) => kind !== 'kind');

  const { rows } = await db.client.query<{ kind: string }>('select kind from pggit.kinds');
  expect(listed.sort()).toEqual(rows.map(({ kind }) => kind).sort());
});
