/**
 * Addresses of databases as programs write them, and how the id of a deployment gets into one. For
 * writers of adapters whose tool is a program of its own; loads nothing else of pggit.
 *
 * @packageDocumentation
 */
export { hasOptions, isDatabaseUrl, plainUrl, urlWith } from './database-url.js';
export { type Credentials, isJdbcUrl, namedJdbcUrl, plainJdbcUrl } from './jdbc-url.js';
export { hasOwnSettings, optionsWith } from './server-options.js';
