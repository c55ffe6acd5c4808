import { isPgGitError } from '../errors/is-pggit-error.js';

/** An SQLSTATE; of the names that Node gives to errors of a socket, `EPIPE` looks like one. */
const SQLSTATE = /^(?!EPIPE$)[0-9A-Z]{5}$/;

/** Of a server that shuts down, or of a connection that failed. */
const LOST = /^(57P|08)/;

/** Whether the connection was lost under a statement, rather than the statement refused. */
export function isConnectionLoss(error: unknown): boolean {
  if (isPgGitError(error)) return false;
  const { code } = error as { code?: unknown };
  return typeof code !== 'string' || !SQLSTATE.test(code) || LOST.test(code);
}
