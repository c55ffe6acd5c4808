/**
 * What the build, the tests and other tools of this workspace need of the engine itself. Not a
 * public interface: it changes without notice.
 *
 * @packageDocumentation
 */
export { CANONICAL_SETTINGS } from '../catalog/query.js';
export { readCatalog, toManifestEntry } from '../catalog/read-catalog.js';
export { RAISED_ERRORS } from '../errors/from-database.js';
export { uninstallEngine } from '../uninstaller/uninstall.js';
export { verifyEngine } from '../verify/verify.js';
export { bundledEngine } from './bundled.js';
export { createEngineSource } from './create-engine-source.js';
export { describeEngine } from './describe-engine.js';
export type { EngineSource, ManifestEntry, SchemaMigration, SqlFile } from './source.js';
