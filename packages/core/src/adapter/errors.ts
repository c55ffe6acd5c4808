/** pggit is installed, and this run, which requires it, may not record: no rights, or read-only. */
export class NotUsableError extends Error {
  readonly code = 'not_usable';
  readonly hint =
    'grant pggit_deployer to the migrating role, or leave out `required` to run unrecorded';

  constructor(why: string) {
    super(`pggit cannot record this run: ${why}`);
    this.name = 'NotUsableError';
  }
}

const SHARED = {
  transaction: 'a pooler is in between that gives its sessions away after each transaction',
  unreset: 'a pooler is in between that hands its sessions on without resetting them',
};

/**
 * The connection goes through a pooler that shares its sessions: what was recorded could be somebody
 * else's, and somebody else's could be recorded.
 */
export class SessionSharedError extends Error {
  readonly code = 'session_shared';
  /** `transaction`: transaction or statement mode. `unreset`: session mode without a reset query. */
  readonly pooling: keyof typeof SHARED;
  readonly hint =
    'connect to the server itself, or to a pool in session mode that resets its sessions';

  constructor(pooling: keyof typeof SHARED) {
    super(SHARED[pooling]);
    this.name = 'SessionSharedError';
    this.pooling = pooling;
  }
}
