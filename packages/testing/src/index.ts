export { type TestRole, uniqueRole } from './database/roles.js';
export { uniqueName } from './names.js';
export { urlAs } from './server/url.js';
export {
  type ClientPrograms,
  clientPrograms,
  type ProgramResult,
} from './tools/client-programs.js';
export {
  flyway,
  type JvmTool,
  launcher,
  liquibase,
  type ToolCommand,
} from './tools/jvm/jvm-tool.js';
export { type SpringBoot, springBoot } from './tools/jvm/spring-boot.js';
export {
  type PgBouncer,
  type PgBouncerOptions,
  type PgBouncerProgram,
  type PoolMode,
  pgBouncer,
} from './tools/pgbouncer.js';
export {
  type IsolatedServer,
  type IsolatedServerOptions,
  isolatedServer,
} from './vitest/isolated-server.js';
export { postgresMajor } from './vitest/run.js';
export {
  type CurrentDatabase,
  type DatabaseOptions,
  useDatabase,
} from './vitest/use-database.js';
