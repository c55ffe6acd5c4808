import type { Catalog } from './catalog.js';
import type { Random } from './random.js';
import { STATEMENTS, type Statement } from './statements/index.js';
import { WORDS } from './words.js';

/** A database of this many objects has something of everything, and is still dumped in no time. */
const ENOUGH = 90;

/** What statements may rely on. */
export interface Surroundings {
  /** Roles that own things, and get and lose rights. */
  readonly roles: readonly string[];
  /** The major version of the server. */
  readonly major: number;
}

/**
 * Makes statements about what there is. A template's slots are filled from left to right: `<table>`
 * with a table, `<column>` with a column of the relation named last, `<new>` with a qualified name,
 * other slots with a word. Names are few, so that they meet: some statements fail, and that is fine.
 */
export class Generator {
  readonly #random: Random;
  readonly #kinds: readonly (readonly Statement[])[];
  readonly #words: Readonly<Record<string, readonly string[]>>;

  constructor(random: Random, { roles, major }: Surroundings) {
    this.#random = random;
    this.#words = { ...WORDS, role: roles, grantee: [...roles, 'public', 'current_user'] };
    this.#kinds = STATEMENTS.map((kind) => kind.filter(({ since = 0 }) => since <= major));
  }

  /** The next statement. */
  next(catalog: Catalog): Statement {
    for (;;) {
      const effect = this.#effect(catalog.size);
      const kind = this.#random.pick(this.#kinds).filter((one) => one.effect === effect);
      if (kind.length === 0) continue;
      const statement = this.#random.pick(kind);
      // A table without a trigger is no reason not to disable the trigger of another.
      for (let tries = 0; tries < 8; tries += 1) {
        const text = this.#fill(statement.text, catalog);
        if (text !== undefined) return { ...statement, text };
      }
    }
  }

  /** More is made while there is little, more dropped while there is much. */
  #effect(size: number): Statement['effect'] {
    const effect = this.#random.pick(['make', 'change', 'change', 'drop'] as const);
    if (effect === 'drop' && size < ENOUGH / 2) return 'make';
    if (effect === 'make' && size > ENOUGH) return 'drop';
    return effect;
  }

  /** `undefined` when there is nothing to fill a slot with. */
  #fill(template: string, catalog: Catalog): string | undefined {
    let owner: string | undefined;
    let isFilled = true;
    const text = template.replaceAll(/<([a-z ]+)>/g, (_, slot: string) => {
      if (slot === 'new') {
        return this.#newName(catalog);
      }
      if (slot === 'type' && this.#random.once(3)) slot = 'any type';
      const words = this.#words[slot];
      if (words !== undefined) return this.#random.pick(words);
      const found = catalog.candidates(slot, PARTS.has(slot) ? owner : undefined);
      if (found.length === 0) isFilled = false;
      const chosen = found.length === 0 ? undefined : this.#random.pick(found);
      if (chosen !== undefined && OWNERS.has(slot)) owner = chosen.owner;
      return chosen?.text ?? '';
    });
    return isFilled ? text : undefined;
  }

  /** A name that is taken now and then, by something of any kind. */
  #newName(catalog: Catalog): string {
    const schemas = catalog.candidates('schema').map(({ text }) => text);
    const schema = schemas.length === 0 ? 'public' : this.#random.pick(schemas);
    const names = WORDS.name.map((name) => `${schema}.${name}`);
    const free = names.filter((name) => catalog.candidates('name', name).length === 0);
    return this.#random.pick(free.length === 0 || this.#random.once(10) ? names : free);
  }
}

/** Slots for a part of the relation, domain or enum named last. */
const PARTS = new Set([
  'column',
  'key',
  'constraint',
  'label',
  'own index',
  'own trigger',
  'own rule',
  'partition',
  'twin',
  'child index',
  'own unique index',
  'own foreign key',
  'own not null',
]);

/** Slots whose parts may be named after them. */
const OWNERS = new Set([
  ...[
    'table',
    'plain',
    'partitioned',
    'by range',
    'by list',
    'by hash',
    'view',
    'matview',
    'foreign',
    'relation',
    'index',
  ],
  ...['trigger', 'policy', 'rule', 'enum', 'domain', 'composite'],
]);
