import { postgresMajor } from '@pggit/testing';
import type { Catalog } from './catalog.js';
import type { Random } from './random.js';
import { STATEMENTS, type Statement } from './statements/index.js';
import { WORDS } from './words.js';

/** A database of this many objects has something of everything, and is still dumped in no time. */
const ENOUGH = 60;

/**
 * Makes statements about what there is. A template's slots are filled from left to right: `<table>`
 * with a table, `<column>` with a column of the relation named last, `<new>` with a qualified name,
 * other slots with a word. Names are few, so that they meet: some statements fail, and that is fine.
 */
export class Generator {
  readonly #random: Random;
  readonly #statements: readonly Statement[];
  readonly #words: Readonly<Record<string, readonly string[]>>;

  /** @param roles own things, and get and lose rights */
  constructor(random: Random, roles: readonly string[]) {
    this.#random = random;
    this.#words = { ...WORDS, role: roles, grantee: [...roles, 'public', 'current_user'] };
    this.#statements = STATEMENTS.filter(({ since = 0 }) => since <= postgresMajor());
  }

  /** The next statement. */
  next(catalog: Catalog): Statement {
    for (;;) {
      const statement = this.#random.pick(this.#ofSize(catalog.size));
      const text = this.#fill(statement.text, catalog);
      if (text !== undefined) return { ...statement, text };
    }
  }

  /** More is made while there is little, more dropped while there is much. */
  #ofSize(size: number): readonly Statement[] {
    const effect = (['make', 'change', 'change', 'drop'] as const)[this.#random.below(4)];
    const wanted =
      effect === 'drop' && size < ENOUGH / 2
        ? 'make'
        : effect === 'make' && size > ENOUGH
          ? 'drop'
          : effect;
    return this.#statements.filter((statement) => statement.effect === wanted);
  }

  /** `undefined` when there is nothing to fill a slot with. */
  #fill(template: string, catalog: Catalog): string | undefined {
    let owner: string | undefined;
    let isFilled = true;
    const text = template.replaceAll(/<([a-z ]+)>/g, (_, slot: string) => {
      if (slot === 'new') {
        return `${this.#pickText(catalog, 'schema') ?? 'public'}.${this.#random.pick(WORDS.name)}`;
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

  #pickText(catalog: Catalog, slot: string): string | undefined {
    const found = catalog.candidates(slot);
    return found.length === 0 ? undefined : this.#random.pick(found).text;
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
]);

/** Slots whose parts may be named after them. */
const OWNERS = new Set([
  ...['table', 'plain', 'partitioned', 'view', 'matview', 'foreign', 'relation', 'index'],
  ...['trigger', 'policy', 'rule', 'enum', 'domain', 'composite'],
]);
