/**
 * What every adapter for a migration tool does alike: look whether pggit is there, open or join the
 * deployment of a run, close it whatever happened, say on standard error what was recorded, refresh
 * materialized views. For writers of adapters.
 *
 * @packageDocumentation
 */
export { LATE, within } from '../connection/within.js';
export { isShared, type Pooling, poolingOf } from '../pooling/pooling.js';
export { type OpenSession, type OtherSession, sessionsLike } from '../pooling/session-opener.js';
export { isConnectionLoss } from './connection-loss.js';
export { type ConnectControl, ControlSession } from './control.js';
export { checkSettings, WRITTEN_SETTINGS, withEnvironment } from './environment.js';
export { InvalidSettingError, NotUsableError } from './errors.js';
export { failedLine, recordedLine, type Say, sayTo } from './notices.js';
export {
  openRecording,
  type RanMigration,
  type Recording,
  type RecordingPlan,
} from './recording.js';
export { refreshAfter } from './refresh.js';
export { type TransactionState, transactionState } from './session.js';
export type { RecordingSettings } from './settings.js';
