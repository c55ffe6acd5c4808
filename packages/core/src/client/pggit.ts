import type { Queryable } from '../connection/queryable.js';
import { type Cqrs, cqrs } from './cqrs.js';
import { type Flyway, flyway } from './flyway.js';
import { type Functions, functions } from './functions.js';
import { type Reading, reading } from './reading.js';
import { type Working, working } from './working.js';

/** pggit's SQL interface with types: names in camelCase, errors as classes. */
export interface PgGit extends Reading, Working, Cqrs, Functions, Flyway {}

/**
 * A typed client over the SQL interface. It holds no state: the database does.
 *
 * @param db a connection, or a pool for what is not bound to one session
 * @example
 * const history = await pggit(pool).log();
 */
export function pggit(db: Queryable): PgGit {
  return { ...reading(db), ...working(db), ...cqrs(db), ...functions(db), ...flyway(db) };
}
