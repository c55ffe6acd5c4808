/** One file of the SQL tree. */
export interface SqlFile {
  /** Path below the tree, with forward slashes: `functions/refs/log.sql`. */
  readonly name: string;
  /** Its text, with `\n` line ends. */
  readonly sql: string;
}

/** A stateful file of `schema/`: applied once, in the order of its number. */
export interface SchemaMigration extends SqlFile {
  /** The number its name begins with. */
  readonly id: number;
  /** sha256 of its text, hexadecimal. */
  readonly checksum: string;
}

/**
 * A part of a sound installation, as a catalog shows it. Everything in here is the same on every
 * supported PostgreSQL version.
 */
export interface ManifestEntry {
  /** `function`, `view`, `table`, `trigger`, `event trigger`, … */
  readonly kind: string;
  /** `pggit.log(text)`, `pggit.commits`, `dirty_objects_describe on pggit.dirty_objects`. */
  readonly identity: string;
  /**
   * Functions and views: what CREATE OR REPLACE cannot change (result type, argument names;
   * columns). Compared for equality of its JSON; null for other kinds.
   */
  readonly signature: unknown;
  /** sha256 of the body; null where its text differs between PostgreSQL versions (views). */
  readonly bodyHash: string | null;
  /** sha256 of everything else that makes the part what it is. */
  readonly attributesHash: string;
  /** `PUBLIC=EXECUTE`, `pggit_reader=SELECT`: grants to PUBLIC and pggit's roles, sorted. */
  readonly grants: readonly string[];
}

/** Everything an installation needs: the SQL tree and what a catalog looks like afterwards. */
export interface EngineSource {
  /** Semantic version; a database is never taken back to a lower one. */
  readonly version: string;
  /** sha256 over all files: equal checksums are equal engines. */
  readonly checksum: string;
  readonly migrations: readonly SchemaMigration[];
  readonly functions: readonly SqlFile[];
  /** In an order in which each view comes after those it reads. */
  readonly views: readonly SqlFile[];
  readonly triggers: readonly SqlFile[];
  /** Applied last and apart: a role may not be allowed to create event triggers. */
  readonly eventTriggers: readonly SqlFile[];
  /** On columns, whose tables are not replaced as a whole. */
  readonly comments: readonly SqlFile[];
  readonly grants: readonly SqlFile[];
  readonly manifest: readonly ManifestEntry[];
}
