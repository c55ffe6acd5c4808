export {
  type CallbackEvent,
  type CallbackOptions,
  callbackFile,
  callbackSql,
  EVENTS,
} from './callbacks/callback.js';
export { type WrittenCallback, writeCallbacks } from './callbacks/write.js';
export { hasLocation, locationsLine } from './config/locations.js';
export { type FlywayConfig, readFlywayConfig } from './config/read.js';
export { type FlywayDatabase, findDatabase, type Launch } from './database.js';
export { ForeignFileError } from './errors.js';
