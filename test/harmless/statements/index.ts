import { BLOCKS } from './blocks.js';
import { COMMENTS } from './comments.js';
import { CONSTRAINTS } from './constraints.js';
import { ENDINGS } from './endings.js';
import { EVENT_TRIGGERS } from './event-triggers.js';
import { INDEXES } from './indexes.js';
import { MAINTENANCE } from './maintenance.js';
import { NEWER_SERVERS } from './newer-servers.js';
import { OTHER_KINDS } from './other-kinds.js';
import { PARTITIONS } from './partitions.js';
import { READING } from './reading.js';
import { RIGHTS } from './rights.js';
import { ROUTINES } from './routines.js';
import { SCHEMAS } from './schemas.js';
import { SEQUENCES } from './sequences.js';
import { SESSION } from './session.js';
import { TABLES } from './tables.js';
import { TRIGGERS } from './triggers.js';
import { TYPES } from './types.js';
import { VIEWS } from './views.js';

/**
 * DDL as people write it, good and bad, over all kinds of objects, in the order in which it runs:
 * each theme builds on what those before it have left.
 * ROLE is a role without rights on anything, DATABASE the database.
 */
export const STATEMENTS: readonly string[] = [
  ...SCHEMAS,
  ...TABLES,
  ...CONSTRAINTS,
  ...PARTITIONS,
  ...INDEXES,
  ...VIEWS,
  ...SEQUENCES,
  ...TYPES,
  ...ROUTINES,
  ...BLOCKS,
  ...TRIGGERS,
  ...RIGHTS,
  ...COMMENTS,
  ...OTHER_KINDS,
  ...EVENT_TRIGGERS,
  ...READING,
  ...NEWER_SERVERS,
  ...MAINTENANCE,
  ...SESSION,
  ...ENDINGS,
];
