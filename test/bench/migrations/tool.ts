import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Cost } from '../measure/cost.js';
import { programCost } from '../measure/program.js';

/** Where the packages and their tools are. */
export const ROOT = fileURLToPath(new URL('../../../', import.meta.url));

/** node-pg-migrate's own command. */
export const NODE_PG_MIGRATE = join(ROOT, 'node_modules/node-pg-migrate/bin/node-pg-migrate.js');

/** A script for Node that migrates the database in DATABASE_URL. */
export interface Command {
  readonly script: string;
  readonly arguments?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
}

/** Migrates a database. @throws Error when the command fails */
export function runTool(
  { script, arguments: given = [], env = {}, cwd = ROOT }: Command,
  url: string,
  postmaster: number,
): Promise<Cost> {
  return programCost(postmaster, process.execPath, [script, ...given], {
    cwd,
    env: { ...process.env, DATABASE_URL: url, ...env },
  });
}
