// Generated from the SQL tree by `npm run generate`: do not edit.

/** Version of the engine. */
export const ENGINE_VERSION = '0.1.0';
