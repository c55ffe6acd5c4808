export { describeContract } from './contract.js';
export {
  authorsOf,
  changesOf,
  type DeploymentRow,
  type History,
  type Link,
  leftOver,
  readHistory,
} from './history.js';
export { describeManualMode } from './manual-mode.js';
export { column, failing, slow, table } from './project.js';
export { saidBy } from './run-tool.js';
export type { ContractMigration, ContractTool, Outcome, RunOptions } from './tool.js';
export { endAsleep, until, untilAlone, untilAsleep } from './waiting.js';
