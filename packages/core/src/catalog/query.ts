import { FUNCTIONS_PART } from './parts/functions.js';
import { INDEXES_PART, SEQUENCES_PART } from './parts/relations.js';
import { SCHEMA_PART } from './parts/schema.js';
import { TABLES_PART } from './parts/tables.js';
import { EVENT_TRIGGERS_PART, TRIGGERS_PART } from './parts/triggers.js';
import { TYPES_PART } from './parts/types.js';
import { VIEWS_PART } from './parts/views.js';

/**
 * What there is of pggit in a catalog: kind, identity, (classid, objid), signature, body_hash,
 * attributes_hash, grants, enabled. The manifest is made by this query, verification compares with
 * it, and an installation records it, so the three can never disagree about how to look.
 *
 * It needs {@link CANONICAL_SETTINGS}.
 */
export const CATALOG_QUERY = [
  SCHEMA_PART,
  FUNCTIONS_PART,
  VIEWS_PART,
  TABLES_PART,
  INDEXES_PART,
  SEQUENCES_PART,
  TYPES_PART,
  TRIGGERS_PART,
  EVENT_TRIGGERS_PART,
].join('\nunion all\n');

/** Settings that change how PostgreSQL writes names, constants and definitions. */
export const CANONICAL_SETTINGS = `set local search_path = '';
set local quote_all_identifiers = off;
set local standard_conforming_strings = on;
set local datestyle = 'ISO, MDY';
set local intervalstyle = 'postgres';
set local timezone = 'UTC';
set local bytea_output = 'hex';
set local extra_float_digits = 1;`;
