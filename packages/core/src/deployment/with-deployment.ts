import { pggit } from '../client/pggit.js';
import type { DeploymentReport } from '../client/rows.js';
import { isPool, type Queryable } from '../connection/queryable.js';
import { rollback, rollbackLeftovers } from '../connection/transaction.js';
import { transactionStatus } from '../connection/transaction-status.js';
import { withClient } from '../connection/with-client.js';
import { SessionSharedError } from '../errors/deployments.js';
import { TransactionOpenError } from '../errors/install.js';
import { isPgGitError } from '../errors/is-pggit-error.js';
import { ownThroughPooler } from '../pooling/own.js';
import { isShared, poolingOf } from '../pooling/pooling.js';
import { checkTags } from './check-tags.js';
import { firstLine } from './first-line.js';
import { emitWarning, type OnWarning, orWarn } from './warning.js';

/** How a deployment is made and ended. */
export interface DeploymentOptions {
  /** Its name; it need not be unique. */
  readonly name: string;
  /** Each transaction commits as it lands, instead of all of them at the end. */
  readonly autoCommit?: boolean;
  /** Message of the commit; the name by default. */
  readonly message?: string;
  /** Labels for the commit. */
  readonly tags?: readonly string[];
  /** Told of problems of pggit's own once `work` has run; a process warning by default. */
  readonly onWarning?: OnWarning;
  /**
   * Told what was recorded, after the end or the abort; undefined when there was nothing. Not
   * called where the work joined a deployment that others end.
   */
  readonly onRecorded?: (report: DeploymentReport | undefined) => void;
}

/**
 * Runs `work` as one deployment: everything it changes becomes one commit. Inside a deployment it
 * joins that one instead, and neither begins nor ends anything.
 *
 * When `work` fails, a transaction that it left behind is rolled back, what its transactions
 * committed is kept as a failed deployment, and the error is thrown on as the same object. Once `work` has run, its outcome is the outcome: a failure of
 * pggit's own after that only goes to `onWarning`.
 *
 * @param db a connection, or a pool, of which one client is checked out for `work`
 * @param work gets the connection; what it does over others is not part of the deployment
 * @throws SessionSharedError behind a pooler that shares its sessions, before `work` runs
 * @throws NotInstalledError, InvalidDeploymentNameError and other errors of the beginning, before
 *   `work` runs
 * @throws TransactionOpenError when `work` leaves a transaction open on a client of the pool: its
 *   changes would be lost
 * @throws whatever `work` throws
 */
export async function withDeployment<T>(
  db: Queryable,
  options: DeploymentOptions,
  work: (client: Queryable) => Promise<T>,
): Promise<T> {
  return withClient(db, async (client, discard) => {
    const git = pggit(client);
    if ((await git.currentDeployment()) !== undefined) return work(client);
    const before = await transactionStatus(client);
    const pooling = await poolingOf(client);
    if (isShared(pooling)) throw new SessionSharedError(pooling);
    await checkTags(git, options.tags);
    const id = await git.beginDeployment(options.name, { autoCommit: options.autoCommit ?? false });
    if (pooling === 'session') await ownThroughPooler(client);
    const onWarning = options.onWarning ?? emitWarning;
    try {
      const result = await work(client);
      if (isPool(db)) await refuseOpenTransaction(client);
      if (!(await orWarn(onWarning, () => end(client, id, options)))) discard();
      return result;
    } catch (error) {
      await orWarn(onWarning, async () => {
        await rollbackLeftovers(client, before);
        await abort(client, id, options, error);
      });
      throw error;
    }
  });
}

async function end(client: Queryable, id: string, options: DeploymentOptions): Promise<void> {
  const { message, tags, onRecorded } = options;
  await pggit(client).endDeployment({
    ...(message === undefined ? {} : { message }),
    ...(tags === undefined ? {} : { tags }),
  });
  onRecorded?.(await pggit(client).deploymentReport(id));
}

async function abort(
  client: Queryable,
  id: string,
  { onRecorded }: DeploymentOptions,
  error: unknown,
): Promise<void> {
  try {
    await pggit(client).abortDeployment(firstLine(error));
  } catch (problem) {
    // Begun inside the transaction that was just rolled back: then there is nothing left to abort.
    if (!isPgGitError(problem, 'no_deployment')) throw problem;
  }
  onRecorded?.(await pggit(client).deploymentReport(id));
}

/** A client goes back to its pool without a commit: an open transaction would be thrown away. */
async function refuseOpenTransaction(client: Queryable): Promise<void> {
  if ((await transactionStatus(client)) === 'idle') return;
  await rollback(client);
  throw new TransactionOpenError('end the deployment');
}
