import type { Queryable } from './connection/queryable.js';
import type { EngineSource } from './engine/source.js';
import { installEngine } from './installer/install.js';
import type { InstallOptions, InstallReport, UninstallOptions } from './installer/options.js';
import type { UninstallReport } from './uninstaller/report.js';
import { uninstallEngine } from './uninstaller/uninstall.js';
import type { Finding } from './verify/finding.js';
import { verifyEngine } from './verify/verify.js';

/**
 * Installs pggit, or upgrades it; both are the same algorithm, in one transaction. Any number of
 * clients may install at once. Where it fails, what was there before stays as it was.
 *
 * Other sessions' DDL never fails or waits for it. What they change while an upgrade is at work
 * becomes part of the commit that the upgrade makes, or drift.
 *
 * @param db a connection that is in no transaction, or a pool
 * @throws UnsupportedServerError on a server older than PostgreSQL 15
 * @throws DatabaseBusyError when other sessions use what it needs for too long; it names them
 * @throws EngineNewerError when the database has a newer engine than this package
 * @throws EngineDamagedError when tables or types of the installed engine are gone
 * @throws MigrationChecksumError when an applied schema migration differs from this package's
 * @throws DependentObjectsError when objects outside pggit need something an upgrade must drop
 * @throws InstallPrivilegeError when the role lacks a privilege other than that for event triggers
 * @throws SchemaOccupiedError when a schema `pggit` exists that is not this engine
 * @throws TransactionOpenError when the connection is inside a transaction
 * @throws InstallFailedError on any other error of the database; it names the step
 */
export async function install(db: Queryable, options: InstallOptions = {}): Promise<InstallReport> {
  return installEngine(db, options.engine ?? (await loadEngine()), options);
}

/**
 * Removes every trace of pggit from the database, history included. Nothing that pggit did not
 * create is ever dropped, and other sessions' DDL never fails or waits for long because of it.
 *
 * The event triggers go first, in a transaction of their own; when the rest cannot be removed they
 * are made again.
 *
 * @param db a connection that is in no transaction, or a pool
 * @throws DatabaseBusyError when other sessions use pggit for too long; it names them
 * @throws DependentObjectsError when objects outside pggit depend on it; nothing is removed then
 * @throws InstallPrivilegeError when the role does not own the engine
 * @throws TransactionOpenError when the connection is inside a transaction
 * @throws InstallFailedError on any other error of the database
 */
export async function uninstall(
  db: Queryable,
  options: UninstallOptions = {},
): Promise<UninstallReport> {
  return uninstallEngine(db, await loadEngine(), options);
}

/**
 * Compares the database with what this package installs: missing, altered, unexpected and disabled
 * parts; and the history with itself: records that are gone or altered. Writes nothing, so it works on a standby.
 *
 * @param db a connection that is in no transaction, or a pool
 * @returns one finding for each difference, none when the installation is sound
 * @throws TransactionOpenError when the connection is inside a transaction
 */
export async function verify(db: Queryable): Promise<Finding[]> {
  return verifyEngine(db, await loadEngine());
}

/** The engine's SQL is most of this package, and who migrates installs nothing. */
async function loadEngine(): Promise<EngineSource> {
  const { bundledEngine } = await import('./engine/bundled.js');
  return bundledEngine;
}
