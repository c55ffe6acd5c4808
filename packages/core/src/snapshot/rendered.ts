import type { TrackedObject } from '../client/rows.js';

/** A definition, whose values depend on the kind. */
// biome-ignore lint/suspicious/noExplicitAny: the engine says what is in it, and every attribute is checked off
export type Definition = Readonly<Record<string, any>>;

/** The whole state, for what an object takes from others. */
export interface State {
  /** By kind and identity: `sequence app.orders_id_seq`. */
  readonly objects: ReadonlyMap<string, TrackedObject>;
  /** Sequences by the table that owns them. */
  readonly sequencesOf: ReadonlyMap<string, readonly TrackedObject[]>;
  /** Definitions of objects that need each other. */
  readonly circular: ReadonlySet<Definition>;
}

/** An object as statements. */
export interface Rendered {
  /** For one that others need before it can be made: statements that make it without its contents. */
  readonly before?: string[];
  /** Statements that make it, without their semicolons. */
  readonly statements: string[];
  /** Statements that come after its owner and privileges. */
  readonly owned?: string[];
  /** Statements that need what may come later: foreign keys above all. */
  readonly after?: string[];
  /** Attributes it knows how to write. */
  readonly attributes: readonly string[];
}

/** Writes one object of a kind. */
export type Renderer = (identity: string, definition: Definition, state: State) => Rendered;

/** Drops what is empty: `words('create', unique && 'unique', 'index')`. */
export const words = (...parts: (string | false | undefined | null)[]): string =>
  parts.filter(Boolean).join(' ');
