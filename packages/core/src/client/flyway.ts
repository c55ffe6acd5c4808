import type { Queryable } from '../connection/queryable.js';
import { call } from './call.js';

/** What every callback of a run of Flyway is told of it. */
export interface FlywayRun {
  /** `${flyway:defaultSchema}` */
  readonly schema: string;
  /** `${flyway:table}` */
  readonly table: string;
  /** `${flyway:timestamp}` */
  readonly timestamp: string;
}

/** What there is for callbacks of Flyway outside of SQL. */
export interface Flyway {
  /**
   * Ends the deployment that a run of Flyway has begun by pggit's SQL callback; nothing where it has begun
   * none. To be called at afterMigrateApplied, as the role and from the machine that migrates.
   *
   * @param options.failed at afterMigrateError: what landed stays
   */
  endFlywayRun(run: FlywayRun, options?: { readonly failed?: boolean }): Promise<void>;
}

/** The part of the client for Flyway. */
export function flyway(db: Queryable): Flyway {
  return {
    async endFlywayRun({ schema, table, timestamp }, { failed = false } = {}) {
      const values = [schema, table, timestamp];
      await call(
        db,
        failed
          ? 'select pggit.flyway_after_error($1, $2, $3)'
          : 'select pggit.flyway_after_applied($1, $2, $3)',
        values,
      );
    },
  };
}
