/**
 * The versions of node-pg-migrate every promise of the adapter is kept for; `alias` is where npm
 * put each.
 */
export const VERSIONS = [
  { version: '6.2', alias: 'node-pg-migrate-6' },
  { version: '7', alias: 'node-pg-migrate-7' },
  { version: '8', alias: 'node-pg-migrate-8' },
  { version: '9', alias: 'node-pg-migrate' },
] as const;

export type Version = (typeof VERSIONS)[number];
