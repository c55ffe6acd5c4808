import { PgGitError } from './base.js';

/** The side of a CQRS database that an operation belongs to. */
export type CqrsSide = 'command' | 'query';

/** A CQRS change has no operation at all, or an empty one. */
export class InvalidCqrsChangeError extends PgGitError {
  readonly code = 'invalid_cqrs_change';
  readonly sqlState = 'PGC01';
}

/** Where in a CQRS change an operation stands, and what became of it. */
abstract class CqrsOperationError extends PgGitError {
  /** The side of the operation. */
  get side(): CqrsSide {
    return this.text('side') === 'query' ? 'query' : 'command';
  }

  /** Its place in the list of its side, from 1. */
  get index(): number {
    return Number(this.text('index'));
  }

  /** Its text. */
  get operation(): string {
    return this.text('operation');
  }
}

/** An operation of an atomic CQRS change failed; nothing of the change was kept. */
export class CqrsOperationFailedError extends CqrsOperationError {
  readonly code = 'cqrs_operation_failed';
  readonly sqlState = 'PGC02';

  /** SQLSTATE of the failure, for example `42P01`. */
  get operationSqlState(): string {
    return this.text('sqlstate');
  }
}

/**
 * An operation of an atomic CQRS change does what none may: it ends a transaction, leaves the deployment or
 * changes the role. Nothing of the change was kept.
 */
export class CqrsOperationRefusedError extends CqrsOperationError {
  readonly code = 'cqrs_operation_refused';
  readonly sqlState = 'PGC03';
}
