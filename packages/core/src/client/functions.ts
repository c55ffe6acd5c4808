import type { Queryable } from '../connection/queryable.js';
import { call } from './call.js';
import type * as rows from './rows.js';

/** What there is for functions, procedures and aggregates: each takes any spelling of a signature. */
export interface Functions {
  /**
   * Gives one overload a version and metadata; what is left out stays as it is.
   *
   * @param signature for example `app.process(uuid, jsonb)`
   * @throws FunctionNotFoundError, AmbiguousFunctionError, FunctionNotTrackedError,
   *   InvalidFunctionVersionError
   */
  trackFunction(
    signature: string,
    options?: { readonly version?: string; readonly metadata?: unknown },
  ): Promise<void>;
  /**
   * The version that its body or comment named last (`@pggit-version: 1.2.3`), or that it was given;
   * undefined when it has none.
   *
   * @throws FunctionNotFoundError, AmbiguousFunctionError
   */
  functionVersion(signature: string): Promise<string | undefined>;
  /**
   * What became of it, newest first, through renames and across a drop; empty when it is not tracked.
   *
   * @throws FunctionNotFoundError, AmbiguousFunctionError
   */
  functionHistory(signature: string): Promise<rows.FunctionStep[]>;
}

/** The part of the client for functions. */
export function functions(db: Queryable): Functions {
  return {
    async trackFunction(signature, { version, metadata } = {}) {
      const json = metadata === undefined ? null : JSON.stringify(metadata);
      const values = [signature, version ?? null, json];
      await call(db, 'select pggit.track_function($1, $2, $3::jsonb)', values);
    },
    async functionVersion(signature) {
      const [row] = await call<{ version: string | null }>(
        db,
        'select pggit.get_function_version($1) as version',
        [signature],
      );
      return row?.version ?? undefined;
    },
    functionHistory: (signature) => call(db, HISTORY, [signature]),
  };
}

const HISTORY = `
select change, identity, previous_identity, version, metadata, attributes, commit_id, deployment_id,
  migration_key, tool_name, author, changed_at
from pggit.function_history($1)`;
