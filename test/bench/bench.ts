import type { EmbeddedServer } from '@pggit/testing/server';
import type { Databases } from './database/databases.js';
import type { Section } from './report/row.js';

/** What the parts of the benchmark share. */
export interface Bench {
  readonly server: EmbeddedServer;
  readonly databases: Databases;
}

/** One part: measures, and says what it found. */
export type Part = (bench: Bench) => Promise<Section>;
