/**
 * Installs PgBouncer where it is missing and the machine can: CI's tests of poolers need it. Another
 * program can be named in PGGIT_TEST_PGBOUNCER; one that does not run is refused, as the tests do.
 */
import { installPackages, runs } from './debian.mjs';

const named = process.env.PGGIT_TEST_PGBOUNCER;
if (named && !runs(named)) {
  throw new Error(`PGGIT_TEST_PGBOUNCER is "${named}", which is no pgbouncer that runs`);
}
if (!named && !['pgbouncer', '/usr/sbin/pgbouncer'].some((program) => runs(program)))
  installPackages('pgbouncer');
