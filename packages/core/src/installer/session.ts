import { CANONICAL_SETTINGS } from '../catalog/query.js';
import type { InstallOptions } from './options.js';
import type { Step } from './step.js';

/** 'pggit' in ASCII, read as a number. Advisory locks are per database, as installations are. */
const ADVISORY_LOCK = BigInt(`0x${Buffer.from('pggit').toString('hex')}`);

/** Name of the step that waits for another installation, for as long as `waitMs`. */
export const AWAIT_OTHERS = 'waiting for another installation';

/**
 * How long a statement of an installation queues for a lock. Whoever wants the same object queues
 * behind it, and whoever has waited for deadlock_timeout is the victim of a deadlock, so that a wait
 * of ours must be too short to be part of one.
 */
const LOCK_WAIT = '10ms';

/**
 * The settings of an installing transaction. Nothing may depend on what the role or the database
 * sets, and pggit must not record its own DDL.
 */
export function sessionSteps({ waitMs = 120_000 }: Pick<InstallOptions, 'waitMs'>): Step[] {
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
      name: AWAIT_OTHERS,
      sql: `select pg_catalog.pg_advisory_xact_lock(${ADVISORY_LOCK});`,
    },
    {
      name: 'settings',
      sql: `set local lock_timeout = '${LOCK_WAIT}';`,
    },
  ];
}

function milliseconds(value: number): string {
  return `'${Math.max(1, Math.trunc(value))}ms'`;
}
