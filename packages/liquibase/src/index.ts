export { findDatabase, type Launch, type LiquibaseDatabase } from './database.js';
export { MARKER_FILE, type WrittenMarker, writeMarker } from './marker.js';
export type { Environment } from './settings.js';
