/**
 * Installs PgBouncer where it is missing and the machine can: CI's tests of poolers need it. Another
 * program can be named in PGGIT_TEST_PGBOUNCER.
 */
import { spawnSync } from 'node:child_process';
import { installPackages } from './debian.mjs';

const candidates = [process.env.PGGIT_TEST_PGBOUNCER, 'pgbouncer', '/usr/sbin/pgbouncer'];
const isThere = candidates.some(
  (program) => program && spawnSync(program, ['--version']).status === 0,
);
if (!isThere) installPackages('pgbouncer');
