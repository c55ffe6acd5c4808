import { COLUMNS, CONSTRAINTS } from './columns.js';
import { FOREIGN } from './foreign.js';
import { INDEXES, SEQUENCES } from './indexes.js';
import { NOTHING } from './nothing.js';
import { EVENT_TRIGGERS, PUBLICATIONS } from './publications.js';
import { AGGREGATES, ROUTINES } from './routines.js';
import { POLICIES, RULES, TRIGGERS } from './rules.js';
import { DEFAULT_PRIVILEGES, EXTENSIONS, GRANTS, SCHEMAS } from './schemas.js';
import type { Statement } from './statement.js';
import { INHERITANCE, TABLES } from './tables.js';
import { COLLATIONS, RANGES, STATISTICS, TYPES } from './types.js';
import { VIEWS } from './views.js';

export type { Statement } from './statement.js';

/** Everything a walk may do. */
export const STATEMENTS: readonly Statement[] = [
  ...TABLES,
  ...INHERITANCE,
  ...COLUMNS,
  ...CONSTRAINTS,
  ...INDEXES,
  ...SEQUENCES,
  ...VIEWS,
  ...ROUTINES,
  ...AGGREGATES,
  ...TYPES,
  ...RANGES,
  ...COLLATIONS,
  ...TRIGGERS,
  ...RULES,
  ...POLICIES,
  ...STATISTICS,
  ...FOREIGN,
  ...PUBLICATIONS,
  ...EVENT_TRIGGERS,
  ...DEFAULT_PRIVILEGES,
  ...SCHEMAS,
  ...GRANTS,
  ...EXTENSIONS,
  ...NOTHING,
];
