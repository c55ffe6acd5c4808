export {
  type CallbackEvent,
  type CallbackOptions,
  callbackFile,
  callbackSql,
  EVENTS,
  refreshCallbackSql,
} from './callbacks/callback.js';
export { type WrittenCallback, writeCallbacks } from './callbacks/write.js';
export { hasLocation, locationsLine } from './config/locations.js';
export { type FlywayConfig, readFlywayConfig, type Start } from './config/read.js';
export { type FlywayCommand, type FlywayDatabase, type Launch, readCommand } from './database.js';
export { ForeignFileError, UnreadableConfigError } from './errors.js';
