export { InvalidSettingError, NotUsableError } from '@pggit/core/adapter';
export {
  PoolAsClientError,
  ToolNotFoundError,
  UnknownFlagError,
} from './errors.js';
export type { PggitOptions, RunMigration, Runner, RunnerOptions } from './options.js';
// node-pg-migrate 6 and 7 export their runner as default, 7 to 9 by name: whichever the import was,
// only its source changes.
export { runner, runner as default } from './runner.js';
