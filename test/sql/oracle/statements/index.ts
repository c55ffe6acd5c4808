import { COLUMNS, CONSTRAINTS } from './columns.js';
import { FOREIGN } from './foreign.js';
import { INDEXES, SEQUENCES } from './indexes.js';
import { CLUSTER, NOTHING } from './nothing.js';
import { EVENT_TRIGGERS, PUBLICATIONS } from './publications.js';
import { AGGREGATES, ROUTINES } from './routines.js';
import { POLICIES, RULES, TRIGGERS } from './rules.js';
import { DEFAULT_PRIVILEGES, EXTENSIONS, GRANTS, SCHEMAS } from './schemas.js';
import type { Statement } from './statement.js';
import { INHERITANCE, TABLES } from './tables.js';
import { COLLATIONS, RANGES, STATISTICS, TYPES } from './types.js';
import { VIEWS } from './views.js';

export type { Statement } from './statement.js';

/** Everything a walk may do, kind by kind. Tables, which have the most to change, come twice. */
export const STATEMENTS: readonly (readonly Statement[])[] = [
  TABLES,
  TABLES,
  INHERITANCE,
  INHERITANCE,
  COLUMNS,
  COLUMNS,
  CONSTRAINTS,
  CONSTRAINTS,
  INDEXES,
  SEQUENCES,
  VIEWS,
  ROUTINES,
  AGGREGATES,
  TYPES,
  RANGES,
  COLLATIONS,
  TRIGGERS,
  RULES,
  POLICIES,
  STATISTICS,
  FOREIGN,
  PUBLICATIONS,
  EVENT_TRIGGERS,
  DEFAULT_PRIVILEGES,
  SCHEMAS,
  GRANTS,
  EXTENSIONS,
  CLUSTER,
  NOTHING,
];
