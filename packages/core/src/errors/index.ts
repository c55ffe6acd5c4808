export { type ErrorParts, PgGitError } from './base.js';
export { ERROR_CODES, type PgGitErrorCode, type PgGitSqlState } from './codes.js';
export * from './deployments.js';
export { toPgGitError } from './from-database.js';
export * from './install.js';
export { isPgGitError } from './is-pggit-error.js';
export * from './links.js';
export * from './refs.js';
export * from './tracking.js';
