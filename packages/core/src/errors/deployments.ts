import { PgGitError } from './base.js';

/** This session belongs to an open deployment already; deployments do not nest. */
export class DeploymentOpenError extends PgGitError {
  readonly code = 'deployment_open';
  readonly sqlState = 'PGD01';

  /** Id (uuid) of the open deployment. */
  get deploymentId(): string {
    return this.text('deployment_id');
  }

  /** Name of the open deployment. */
  get deploymentName(): string {
    return this.text('name');
  }
}

/** This session belongs to no deployment. */
export class NoDeploymentError extends PgGitError {
  readonly code = 'no_deployment';
  readonly sqlState = 'PGD02';
}

/** No deployment has that id. */
export class DeploymentNotFoundError extends PgGitError {
  readonly code = 'deployment_not_found';
  readonly sqlState = 'PGD03';

  /** The id as it was given. */
  get deploymentId(): string {
    return this.text('deployment_id');
  }
}

/** The deployment has ended: it cannot be joined or ended again. */
export class DeploymentClosedError extends PgGitError {
  readonly code = 'deployment_closed';
  readonly sqlState = 'PGD04';

  /** Id (uuid) of the deployment. */
  get deploymentId(): string {
    return this.text('deployment_id');
  }

  /** How it ended: `completed`, `failed` or `interrupted`. */
  get status(): string {
    return this.text('status');
  }
}

/** A deployment needs a name with something in it. */
export class InvalidDeploymentNameError extends PgGitError {
  readonly code = 'invalid_deployment_name';
  readonly sqlState = 'PGD05';

  /** The name as it was given. */
  get deploymentName(): string {
    return this.text('name');
  }
}

const SHARED = {
  transaction: 'a pooler is in between that gives its sessions away after each transaction',
  unreset: 'a pooler is in between that hands its sessions on without resetting them',
  full: 'a pooler is in between that has no second session to spare',
};

/**
 * The connection goes through a pooler that shares its sessions: what was recorded could be somebody
 * else's, and somebody else's could be recorded.
 */
export class SessionSharedError extends PgGitError {
  readonly code = 'session_shared';
  readonly sqlState = 'PGD06';
  /**
   * `transaction`: transaction or statement mode. `unreset`: session mode without a reset query.
   * `full`: a pool that has one session only, or no free one, so that nobody can see what it does.
   */
  readonly pooling: keyof typeof SHARED;

  constructor(pooling: keyof typeof SHARED) {
    super(SHARED[pooling], {
      details: { pooling },
      hint: 'connect to the server itself, or to a pool in session mode that resets its sessions',
    });
    this.pooling = pooling;
  }
}
