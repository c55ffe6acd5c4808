import { SQL_FILES } from '../generated/engine.js';
import { MANIFEST } from '../generated/manifest.js';
import { ENGINE_VERSION } from '../generated/version.js';
import { createEngineSource } from './create-engine-source.js';
import type { EngineSource } from './source.js';

/** The engine that this package brings. */
export const bundledEngine: EngineSource = createEngineSource(SQL_FILES, ENGINE_VERSION, MANIFEST);
