import { CANONICAL_SETTINGS } from '../catalog/query.js';
import type { InstallOptions } from './options.js';
import type { Step } from './step.js';

/** 'pggit' in ASCII, read as a number. Advisory locks are per database, as installations are. */
const ADVISORY_LOCK = BigInt(`0x${Buffer.from('pggit').toString('hex')}`);

/**
 * The settings of the installing transaction. Nothing may depend on what the role or the database
 * sets, and pggit must not record its own DDL.
 */
export function sessionSteps(options: InstallOptions): Step[] {
  const { waitMs = 120_000, lockTimeoutMs = 10_000 } = options;
  return [
    {
      name: 'settings',
      sql: `${CANONICAL_SETTINGS}
set local pggit.tracking = 'off';
set local check_function_bodies = off;
set local client_min_messages = warning;
set local statement_timeout = 0;
set local lock_timeout = ${milliseconds(waitMs)};`,
    },
    {
      name: 'waiting for another installation',
      sql: `select pg_catalog.pg_advisory_xact_lock(${ADVISORY_LOCK});`,
    },
    {
      name: 'settings',
      sql: `set local lock_timeout = ${milliseconds(lockTimeoutMs)};`,
    },
  ];
}

function milliseconds(value: number): string {
  return `'${Math.max(1, Math.trunc(value))}ms'`;
}
