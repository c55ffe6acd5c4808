import { ENGINE_VERSION } from '../generated/version.js';

/** Version of the engine that this package brings. */
export const engineVersion: string = ENGINE_VERSION;
