import { COLUMNS, CONSTRAINTS } from './columns.js';
import { FOREIGN } from './foreign.js';
import { INDEXES, SEQUENCES } from './indexes.js';
import { NOTHING } from './nothing.js';
import { AGGREGATES, ROUTINES } from './routines.js';
import { POLICIES, RULES, TRIGGERS } from './rules.js';
import { EXTENSIONS, GRANTS, SCHEMAS } from './schemas.js';
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
  ...SCHEMAS,
  ...GRANTS,
  ...EXTENSIONS,
  ...NOTHING,
];
