import { describe, expect, it } from 'vitest';
import type { CatalogEntry } from '../catalog/read-catalog.js';
import { staleEntries } from './stale.js';

const entry = (over: Partial<CatalogEntry>): CatalogEntry => ({
  kind: 'function',
  identity: 'pggit.f(text)',
  signature: { result: 'text' },
  bodyHash: 'body',
  attributesHash: 'attributes',
  grants: [],
  address: '1255:1',
  enabled: null,
  ...over,
});
const everything = { has: () => true };
const nothing = { has: () => false };

describe('staleEntries', () => {
  it('leaves what CREATE OR REPLACE can replace', () => {
    const there = entry({ bodyHash: 'old' });
    expect(staleEntries([there], everything, [entry({ bodyHash: 'new' })])).toEqual([]);
  });

  it('finds functions the new engine lacks, but only those an installation made', () => {
    const there = entry({});
    expect(staleEntries([there], everything, [])).toEqual([there]);
    expect(staleEntries([there], nothing, [])).toEqual([]);
  });

  it('finds functions whose result or argument names changed', () => {
    const there = entry({});
    const target = entry({ signature: { result: 'integer' } });
    expect(staleEntries([there], everything, [target])).toEqual([there]);
  });

  it('lets a view gain columns at its end only', () => {
    const id = ['id', 'integer', '-'];
    const name = ['name', 'text', '"default"'];
    const there = entry({ kind: 'view', identity: 'pggit.v', signature: [id] });
    const wider = { ...there, signature: [id, name] };
    expect(staleEntries([there], everything, [wider])).toEqual([]);
    expect(staleEntries([wider], everything, [there])).toEqual([wider]);
    expect(staleEntries([there], everything, [{ ...there, signature: [name] }])).toEqual([there]);
  });

  it('makes triggers anew that changed or do not fire', () => {
    for (const kind of ['trigger', 'event trigger']) {
      const there = entry({ kind, identity: 'e', enabled: 'O' });
      expect(staleEntries([there], everything, [there])).toEqual([]);
      expect(staleEntries([there], everything, [{ ...there, bodyHash: 'other' }])).toEqual([there]);
      // A disabled event trigger is somebody's decision; one of a table is damage.
      const disabled = { ...there, enabled: 'D' };
      expect(staleEntries([disabled], everything, [there])).toEqual(
        kind === 'trigger' ? [disabled] : [],
      );
    }
  });

  it('never touches tables: those belong to migrations', () => {
    expect(staleEntries([entry({ kind: 'table' })], everything, [])).toEqual([]);
  });
});
