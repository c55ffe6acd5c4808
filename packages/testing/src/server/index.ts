export { findPrograms } from '../tools/find-programs.js';
export { flyway, launcher, liquibase } from '../tools/jvm/jvm-tool.js';
export { DEFAULT_MAJOR, findBinaries, MAJORS, type Major, toMajor } from './binaries.js';
export {
  EmbeddedServer,
  type EmbeddedServerOptions,
  ServerStartError,
  type StopMode,
  startEmbeddedServer,
} from './embedded.js';
export type { TestServer } from './test-server.js';
export { withDatabase } from './url.js';
