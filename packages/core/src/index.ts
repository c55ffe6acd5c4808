/**
 * pggit's engine for PostgreSQL: installation, upgrade, verification and a typed client.
 *
 * @packageDocumentation
 */
export type { Cqrs, CqrsChange, CqrsConfiguration } from './client/cqrs.js';
export type { Flyway, FlywayRun } from './client/flyway.js';
export type { Functions } from './client/functions.js';
export type { HistoryColumnType, MigrationTool } from './client/migration-tool.js';
export { type PgGit, pggit } from './client/pggit.js';
export type { Reading } from './client/reading.js';
export type * from './client/rows.js';
export type { LinkOptions, TrackingConfiguration, Working } from './client/working.js';
export {
  type CompareOptions,
  compareDatabases,
  type ObjectDifference,
} from './compare/compare-databases.js';
export type { ConnectionPool, PooledClient, Queryable } from './connection/queryable.js';
export { type PauseOptions, pauseTracking } from './deployment/pause-tracking.js';
export type { OnWarning } from './deployment/warning.js';
export { type DeploymentOptions, withDeployment } from './deployment/with-deployment.js';
export type { EngineSource, ManifestEntry, SchemaMigration, SqlFile } from './engine/source.js';
export { engineVersion } from './engine/version.js';
export * from './errors/index.js';
export { install, uninstall, verify } from './install.js';
export type {
  EngineMode,
  InstallOptions,
  InstallReport,
  UninstallOptions,
} from './installer/options.js';
export {
  type Refresh,
  type RefreshOptions,
  type RefreshResult,
  refreshViews,
} from './refresh/refresh-views.js';
export type { UntrackedObject } from './snapshot/needed.js';
export {
  renderSnapshot,
  type Snapshot,
  type SnapshotFile,
  type UnwrittenObject,
} from './snapshot/snapshot.js';
export type { RoleReport, UninstallReport } from './uninstaller/report.js';
export type { Finding } from './verify/finding.js';
export { type InstallationState, installationState } from './verify/installation-state.js';
