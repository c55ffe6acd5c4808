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
