import { readFileSync } from 'node:fs';
import { useDatabase } from '@pggit/testing';
import { describe, expect, it } from 'vitest';
import { answerOf, examplesOn, withoutIds } from './page.js';

/** Pages whose SQL runs from top to bottom, each in a database of its own. */
const PAGES = [
  'how-to/check-the-history.md',
  'how-to/choose-what-is-tracked.md',
  'how-to/cqrs.md',
  'how-to/emergencies.md',
  'how-to/environments.md',
  'how-to/functions.md',
  'how-to/replace-workarounds.md',
];

/** Modules of `sql/functions` that these pages have an example of every function of. */
const MODULES = ['consistency', 'cqrs', 'functions', 'refresh', 'tracking'];

describe.each(PAGES)('the examples of %s', (page) => {
  const db = useDatabase();

  it('do what the page says', async () => {
    const examples = examplesOn(page);
    expect(examples.length).toBeGreaterThan(1);
    for (const { code: sql, result } of examples) {
      const answer = await answerOf(db.client, sql);
      if (result === undefined)
        expect([sql, answer]).not.toEqual([sql, expect.stringMatching(/^ERROR/)]);
      else expect([sql, withoutIds(answer)]).toEqual([sql, withoutIds(result)]);
    }
  });
});

it('every function of these modules has an example', () => {
  const reference = readFileSync(new URL('../../docs/reference/sql.md', import.meta.url), 'utf8');
  const examples = PAGES.flatMap((page) => examplesOn(page)).map(({ code }) => code);
  const missing = MODULES.flatMap((module) => {
    const section = new RegExp(`^## ${module}\\n([\\s\\S]*?)^## `, 'im').exec(reference)?.[1] ?? '';
    const names = [...section.matchAll(/^### (pggit\.\w+)$/gm)].map(([, name]) => name ?? '');
    expect([module, names.length]).not.toEqual([module, 0]);
    return names.filter((name) => !examples.some((sql) => sql.includes(`${name}(`)));
  });
  expect(missing).toEqual([]);
});
