import { pggit } from '../client/pggit.js';
import type { Queryable } from '../connection/queryable.js';
import { isPgGitError } from '../errors/is-pggit-error.js';
import { processOf } from './pooling.js';

/**
 * Makes a session of a pooler's, in session mode, the owner of its deployment.
 *
 * @returns the server process, which stays the same while the pooler keeps to its mode
 */
export async function ownThroughPooler(client: Queryable): Promise<number> {
  try {
    await pggit(client).ownDeployment({ throughPooler: true });
  } catch (error) {
    // An engine older than this package goes by the server process.
    if (!isPgGitError(error, 'not_installed')) throw error;
  }
  return processOf(client);
}
