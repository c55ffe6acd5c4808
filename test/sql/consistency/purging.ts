import { pggit } from '@pggit/core';
import type { ClientBase } from 'pg';
import { expect } from 'vitest';
import { faultsIn } from '../history/soundness.js';
import { expectationsOf, SOUND } from '../kinds/observer.js';

/** Purges the history of a test's database, and reads back what is left of it. */
export function purging(db: { readonly client: ClientBase }) {
  return {
    purge: (olderThan = '0', client: ClientBase = db.client) =>
      pggit(client).purgeHistory(olderThan),
    messages: async () =>
      (await pggit(db.client).log()).map(({ message }) => message.replaceAll(/\n+/g, ' / ')),
    sound: async () => {
      expect(await pggit(db.client).verifyHistory()).toEqual([]);
      expect(await faultsIn(db.client)).toEqual([]);
      expect(await expectationsOf(db.client)).toEqual(SOUND);
    },
  };
}
