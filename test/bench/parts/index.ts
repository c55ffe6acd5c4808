import type { Part } from '../bench.js';
import { describe } from './describe.js';
import { filtered } from './filtered.js';
import { firstDdl } from './first-ddl.js';
import { flyway } from './flyway.js';
import { growth } from './growth.js';
import { install } from './install.js';
import { liquibase } from './liquibase.js';
import { mark } from './mark.js';
import { migrate } from './migrate.js';
import { run } from './run.js';
import { scan } from './scan.js';
import { storage } from './storage.js';
import { umzug } from './umzug.js';

/** The parts by the names they are asked for with, in the order of the report. */
export const PARTS: Readonly<Record<string, Part>> = {
  mark,
  describe,
  'first-ddl': firstDdl,
  filtered,
  growth,
  migrate,
  umzug,
  run,
  flyway,
  liquibase,
  scan,
  storage,
  install,
};
