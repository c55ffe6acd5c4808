import { describe, expect, it } from 'vitest';
import type { CatalogEntry } from '../catalog/read-catalog.js';
import { compareCatalog, type Expectation } from './compare.js';

const entry = (over: Partial<CatalogEntry> = {}): CatalogEntry => ({
  kind: 'function',
  identity: 'pggit.f()',
  signature: null,
  bodyHash: 'body',
  attributesHash: 'attributes',
  grants: ['PUBLIC=EXECUTE'],
  address: '1255:1',
  enabled: null,
  ...over,
});
const expecting = (over: Partial<Expectation>): Expectation => ({
  manifest: [entry()],
  recorded: new Map(),
  roles: new Set(['PUBLIC']),
  mode: 'event',
  ...over,
});

describe('compareCatalog', () => {
  it('finds nothing where nothing differs', () => {
    expect(compareCatalog([entry()], expecting({}))).toEqual([]);
  });

  it('finds missing, modified and unexpected parts', () => {
    const added = entry({ identity: 'pggit.g()' });
    expect(compareCatalog([added], expecting({}))).toMatchObject([
      { kind: 'missing', object: 'function pggit.f()' },
      { kind: 'unexpected', object: 'function pggit.g()' },
    ]);
    const altered = entry({ bodyHash: 'other', attributesHash: 'other' });
    expect(compareCatalog([altered], expecting({}))).toMatchObject([
      { kind: 'modified', detail: expect.stringContaining('body, attributes') },
    ]);
  });

  it('finds triggers that do not fire and says how to enable them', () => {
    const trigger = entry({ kind: 'trigger', identity: 'x on pggit.t', enabled: 'D' });
    expect(compareCatalog([trigger], expecting({ manifest: [trigger] }))).toMatchObject([
      { kind: 'disabled', hint: 'alter table pggit.t enable trigger x' },
    ]);
  });

  it('does not miss event triggers in manual mode', () => {
    const manifest = [entry({ kind: 'event trigger', identity: 'e' })];
    expect(compareCatalog([], expecting({ manifest }))).toHaveLength(1);
    expect(compareCatalog([], expecting({ manifest, mode: 'manual' }))).toEqual([]);
  });

  it('looks at grants of roles that exist', () => {
    const manifest = [entry({ grants: ['PUBLIC=EXECUTE', 'pggit_reader=EXECUTE'] })];
    expect(compareCatalog([entry()], expecting({ manifest }))).toEqual([]);
    const roles = new Set(['PUBLIC', 'pggit_reader']);
    expect(compareCatalog([entry()], expecting({ manifest, roles }))).toMatchObject([
      { kind: 'modified', detail: expect.stringContaining('pggit_reader=EXECUTE is missing') },
    ]);
  });

  it('compares a body without a portable hash on one server version only', () => {
    const manifest = [entry({ kind: 'view', identity: 'pggit.v', bodyHash: null })];
    const view = entry({ kind: 'view', identity: 'pggit.v', bodyHash: 'pg17:new' });
    const compare = (recorded: string) =>
      compareCatalog(
        [view],
        expecting({ manifest, recorded: new Map([['view pggit.v', recorded]]) }),
      );
    expect(compare('pg17:old')).toMatchObject([{ kind: 'modified' }]);
    expect(compare('pg17:new')).toEqual([]);
    expect(compare('pg15:old')).toEqual([]);
  });
});
